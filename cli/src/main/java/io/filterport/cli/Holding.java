package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.volumes.fanotify.FanotifyVolume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Sees that a holder is there while a host runs, and starts another one if it is gone. */
final class Holding implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path controlSocket;
  private final List<FanotifyVolume> volumes;
  private final boolean allowAfterDeath;
  private final Consumer<String> talk;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("filterport-holder").unstarted(this::keep);

  private volatile HolderProcess holder;

  private Holding(
      Path controlSocket,
      List<FanotifyVolume> volumes,
      boolean allowAfterDeath,
      Consumer<String> talk) {
    this.controlSocket = controlSocket;
    this.volumes = volumes;
    this.allowAfterDeath = allowAfterDeath;
    this.talk = talk;
    this.holder = HolderProcess.start(controlSocket, volumes, allowAfterDeath);
  }

  /**
   * {@return what was started}
   *
   * @param talk gets what people should know
   * @throws FilterPortException if there is no holder
   */
  static Holding start(
      Path controlSocket,
      List<FanotifyVolume> volumes,
      boolean allowAfterDeath,
      Consumer<String> talk) {
    Holding holding = new Holding(controlSocket, volumes, allowAfterDeath, talk);
    holding.tellWho();
    holding.thread.start();
    return holding;
  }

  private void tellWho() {
    talk.accept(
        allowAfterDeath
            ? "pid %d answers while this process is stopped".formatted(holder.process().pid())
            : "pid %d keeps guarded files shut if this process dies; filterport lift ends that"
                .formatted(holder.process().pid()));
  }

  private void keep() {
    holder.link().serve();
    try {
      while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        talk.accept("the holder, pid %d, is gone".formatted(holder.process().pid()));
        restart();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void restart() {
    try {
      holder = HolderProcess.start(controlSocket, volumes, allowAfterDeath);
      tellWho();
      endIfClosed();
      holder.link().serve();
    } catch (FilterPortException e) {
      talk.accept(e.getMessage());
    }
  }

  /** Whoever closes may have ended the one before. */
  private void endIfClosed() {
    if (closed.getCount() == 0) {
      holder.link().end();
    }
  }

  /** Ends the holder: the host ends in order, and the guard with it. */
  @Override
  public void close() {
    closed.countDown();
    holder.link().end();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
