package io.filterport.cli;

import io.filterport.FilterPortException;
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
  private final Consumer<String> talk;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("filterport-holder").unstarted(this::keep);

  private volatile List<Charge> charges;
  private volatile HolderProcess holder;

  private Holding(Path controlSocket, List<Charge> charges, Consumer<String> talk) {
    this.controlSocket = controlSocket;
    this.charges = List.copyOf(charges);
    this.talk = talk;
    this.holder = HolderProcess.start(controlSocket, charges);
  }

  /**
   * {@return what was started}
   *
   * @param talk gets what people should know
   * @throws FilterPortException if there is no holder
   */
  static Holding start(Path controlSocket, List<Charge> charges, Consumer<String> talk) {
    Holding holding = new Holding(controlSocket, charges, talk);
    holding.tellWho();
    holding.thread.start();
    return holding;
  }

  private void tellWho() {
    String shut = Charge.shut(charges);
    talk.accept(
        shut.isEmpty()
            ? "pid %d answers while this process is stopped".formatted(holder.process().pid())
            : "pid %d keeps guarded files shut if this process dies, in %s; filterport lift ends that"
                .formatted(holder.process().pid(), shut));
  }

  private void keep() {
    HolderProcess served = holder;
    served.link().serve();
    try {
      while (!closed.await(pauseMillisAfter(served), TimeUnit.MILLISECONDS)) {
        restartIfGone(served);
        served = serveOtherThan(served);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One whose successor could not be started is served no more. */
  private HolderProcess serveOtherThan(HolderProcess served) {
    HolderProcess newest = holder;
    if (!newest.equals(served)) {
      newest.link().serve();
    }
    return newest;
  }

  /** The one in its place waits to be served. */
  private long pauseMillisAfter(HolderProcess served) {
    return holder.equals(served) ? PAUSE.toMillis() : 0;
  }

  private synchronized void restartIfGone(HolderProcess served) {
    if (holder.equals(served)) {
      talk.accept("the holder, pid %d, is gone".formatted(holder.process().pid()));
      restart();
    }
  }

  private void restart() {
    try {
      holder = HolderProcess.start(controlSocket, charges);
      tellWho();
      endIfClosed();
    } catch (FilterPortException e) {
      talk.accept(e.getMessage());
    }
  }

  /**
   * Puts a holder of other volumes in the place of this one. Both hold until the new one has all.
   *
   * @throws FilterPortException if there is none; then the former one stays
   */
  synchronized void renew(List<Charge> others) {
    holder = HolderProcess.start(controlSocket, others);
    charges = others;
    tellWho();
    endIfClosed();
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
