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
  private final AtomicLong next;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final AtomicLong leftOut = new AtomicLong();

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
    this.next = new AtomicLong(nanoTime.getAsLong());
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
    } finally {
      writing.set(false);
    }
  }

  private boolean mayWrite() {
    return writing.compareAndSet(false, true) && isDueElseLetOthers();
  }

  private boolean isDueElseLetOthers() {
    long now = nanoTime.getAsLong();
    long due = next.get();
    boolean isDue = now - due >= 0 && next.compareAndSet(due, now + INTERVAL_NANOS);
    if (!isDue) {
      writing.set(false);
    }
    return isDue;
  }
}
