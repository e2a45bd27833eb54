package io.filterport.volumes.fanotify;

import io.filterport.volumes.CallbackStack;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells post-operation callbacks what happened, one after the other, on a thread of its own. Slow
 * callbacks fill its bounded queue and hold up nobody.
 */
final class Teller implements AutoCloseable {
  private final CallbackStack stack;
  private final Counts counts;
  private final long timeLimitNanos;
  private final ThreadPoolExecutor thread;

  /** What callbacks have now. */
  private volatile @Nullable ToldOperation current;

  Teller(int capacity, CallbackStack stack, Counts counts, long timeLimitNanos) {
    this.stack = stack;
    this.counts = counts;
    this.timeLimitNanos = timeLimitNanos;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.NANOSECONDS,
            new ArrayBlockingQueue<>(capacity),
            Thread.ofPlatform().daemon().name("filterport-fanotify-teller").factory());
  }

  /** Does not wait: what there is no room for is lost. */
  void take(ToldOperation operation) {
    try {
      thread.execute(() -> tell(operation));
    } catch (RejectedExecutionException e) {
      counts.add(Count.REPORTS_LOST);
    }
  }

  private void tell(ToldOperation operation) {
    current = operation;
    try (operation) {
      stack.report(operation);
      counts.add(Count.REPORTS_TOLD);
    } catch (Throwable e) { // out of memory perhaps; the next ones are told
      counts.add(Count.REPORTS_LOST);
    } finally {
      current = null;
    }
  }

  /**
   * Tells what is left, for the time limit at most, and ends the thread. A callback that still runs
   * keeps it until it returns, and gets no content any more. Nothing may be taken meanwhile.
   */
  @Override
  public void close() {
    thread.shutdown();
    if (!hasEnded()) {
      loseTheRest();
      ToldOperation running = current;
      if (running != null) {
        running.close();
      }
    }
  }

  /** Interrupts nobody. */
  private void loseTheRest() {
    while (thread.getQueue().poll() != null) {
      counts.add(Count.REPORTS_LOST);
    }
  }

  private boolean hasEnded() {
    try {
      return thread.awaitTermination(timeLimitNanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
