package io.filterport.spi;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes at most a line a second about failures of one kind, and says with the next how many were
 * left out: others, who decide how often something fails, must not be able to fill the disk. Safe
 * for use by any thread.
 */
public final class FailureLog {
  /** Between two lines. */
  public static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final Sink sink;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final AtomicLong leftOut = new AtomicLong();

  /** When the next line may come. Of whoever has set {@link #writing}. */
  private volatile long next;

  /** Where lines go. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Writes a line.
     *
     * @param text the line
     * @param cause what was thrown, if anything was
     */
    void write(String text, @Nullable Throwable cause);
  }

  /**
   * Makes a log that has written nothing.
   *
   * @param nanoTime a clock whose values may wrap
   * @param sink where lines go
   */
  public FailureLog(LongSupplier nanoTime, Sink sink) {
    this.nanoTime = nanoTime;
    this.sink = sink;
    this.next = nanoTime.getAsLong();
  }

  /**
   * {@return a log that writes through a logger}
   *
   * @param logger writes the lines
   * @param level how bad such failures are
   * @param nanoTime a clock whose values may wrap
   */
  public static FailureLog to(System.Logger logger, Level level, LongSupplier nanoTime) {
    return new FailureLog(nanoTime, (text, cause) -> logger.log(level, text, cause));
  }

  /**
   * Writes, or counts. What the sink throws stays here: whoever fails needs an answer more than a
   * line in the log. For the same reason a sink that hangs keeps one caller at most.
   *
   * @param what has failed
   * @param cause null if there is none
   */
  public void tell(String what, @Nullable Throwable cause) {
    if (!writing.compareAndSet(false, true)) {
      leftOut.incrementAndGet();
      return;
    }
    try {
      writeIfDue(what, cause);
    } finally {
      writing.set(false);
    }
  }

  private void writeIfDue(String what, @Nullable Throwable cause) {
    long now = nanoTime.getAsLong();
    if (now - next < 0) {
      leftOut.incrementAndGet();
    } else {
      next = now + INTERVAL_NANOS;
      write(what, cause);
    }
  }

  /** Nothing gets out, not even that there is no memory for the text. */
  private void write(String what, @Nullable Throwable cause) {
    long more = leftOut.getAndSet(0);
    try {
      sink.write(more == 0 ? what : what + " (" + more + " more before it)", cause);
    } catch (Throwable e) {
      leftOut.addAndGet(more + 1);
    }
  }
}
