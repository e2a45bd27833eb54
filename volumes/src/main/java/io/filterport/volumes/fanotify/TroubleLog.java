package io.filterport.volumes.fanotify;

import io.filterport.volumes.events.VolumeTroubleEvent;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells people of trouble, on a thread of its own and at most once a second: a log may itself wait
 * for a file that waits for a verdict.
 */
final class TroubleLog implements AutoCloseable {
  private static final long PAUSE_MILLIS = 1_000;

  private final String volume;
  private final Consumer<String> sink;
  private final Semaphore news = new Semaphore(0);
  private final Counts counts = new Counts(this::wake);
  private final CountDownLatch closed = new CountDownLatch(1);

  // used by the teller only
  private final Map<Count, Long> told = new EnumMap<>(Count.class);

  TroubleLog(String volume, Consumer<String> sink) {
    this.volume = volume;
    this.sink = sink;
    Thread.ofPlatform().daemon().name("filterport-fanotify-log").start(this::run);
  }

  static TroubleLog of(String volume) {
    System.Logger log = System.getLogger("io.filterport.volumes");
    return new TroubleLog(volume, text -> log.log(Level.WARNING, "volume " + volume + ": " + text));
  }

  Counts counts() {
    return counts;
  }

  private void wake() {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  private void run() {
    try {
      do {
        news.acquire();
        news.drainPermits();
        tell();
      } while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tell();
  }

  private void tell() {
    List<String> lines = new ArrayList<>();
    for (Count count : Count.values()) {
      long total = counts.total(count);
      long more = total - told.getOrDefault(count, 0L);
      if (count.isTrouble() && more > 0) {
        lines.add(count.line(more));
        record(count, more);
      }
      told.put(count, total);
    }
    if (!lines.isEmpty()) {
      sink.accept(String.join("; ", lines));
    }
  }

  private void record(Count count, long times) {
    VolumeTroubleEvent event = new VolumeTroubleEvent();
    if (event.shouldCommit()) {
      event.of(volume, count.label(), times);
      event.commit();
    }
  }

  /** Ends the thread, after a last line if there is something left to tell. */
  @Override
  public void close() {
    closed.countDown();
    news.release();
  }
}
