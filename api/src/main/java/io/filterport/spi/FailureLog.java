package io.filterport.spi;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Warns of failures at most once a second, and says with the next warning how many were left out:
 * broken code of others must not fill the disk at the rate at which it is called. Safe for use by
 * any thread.
 */
public final class FailureLog {
  /** Between two warnings. */
  public static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final Sink sink;
  private final AtomicLong next;
  private final AtomicLong leftOut = new AtomicLong();

  /** Where warnings go. */
  @FunctionalInterface
  public interface Sink {
    /** Writes a line, with its cause if it has one. */
    void write(String text, @Nullable Throwable cause);
  }

  /**
   * Makes a log that has written nothing.
   *
   * @param nanoTime a clock whose values may wrap
   * @param sink where warnings go
   */
  public FailureLog(LongSupplier nanoTime, Sink sink) {
    this.nanoTime = nanoTime;
    this.sink = sink;
    this.next = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * {@return a log that warns through a logger}
   *
   * @param nanoTime a clock whose values may wrap
   * @param logger writes the warnings
   */
  public static FailureLog to(System.Logger logger, LongSupplier nanoTime) {
    return new FailureLog(nanoTime, (text, cause) -> logger.log(Level.WARNING, text, cause));
  }

  /**
   * Writes, or counts. What the sink throws stays here: whoever fails needs an answer more than a
   * line in the log.
   *
   * @param what has failed
   * @param cause null if there is none
   */
  public void warn(String what, @Nullable Throwable cause) {
    if (!mayWrite()) {
      leftOut.incrementAndGet();
      return;
    }
    long more = leftOut.getAndSet(0);
    String text = more == 0 ? what : what + " (" + more + " more before it)";
    try {
      sink.write(text, cause);
    } catch (Throwable e) {
      leftOut.addAndGet(more + 1);
    }
  }

  private boolean mayWrite() {
    long now = nanoTime.getAsLong();
    long due = next.get();
    return now - due >= 0 && next.compareAndSet(due, now + INTERVAL_NANOS);
  }
}
