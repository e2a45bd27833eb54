package io.filterport.volumes.fanotify;

import io.filterport.volumes.events.VolumeTroubleEvent;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells people of trouble, on a thread of its own and at most once a second: a log may itself wait
 * for a file that waits for a verdict.
 *
 * <p>What is not told yet is a number for each kind of trouble. So nothing grows while the log is
 * slow or fails, nobody who decides waits for it, and nothing is lost: the next line has the sum.
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
    Map<Count, Long> fresh = new EnumMap<>(Count.class);
    for (Count count : Count.values()) {
      long more = counts.total(count) - told.getOrDefault(count, 0L);
      if (count.isTrouble() && more > 0) {
        fresh.put(count, more);
      }
    }
    if (!fresh.isEmpty() && write(text(fresh))) {
      fresh.forEach((count, times) -> told.merge(count, times, Long::sum));
      fresh.forEach(this::record);
    }
  }

  private static String text(Map<Count, Long> fresh) {
    return fresh.entrySet().stream()
        .map(entry -> entry.getKey().line(entry.getValue()))
        .collect(Collectors.joining("; "));
  }

  /** {@return false if the log fails; then the same is told with the next trouble} */
  private boolean write(String line) {
    try {
      sink.accept(line);
      return true;
    } catch (RuntimeException | Error e) { // whatever the log does, more trouble may come
      return false;
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
