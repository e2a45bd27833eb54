package io.filterport.service;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Warnings of a service, at most one a second; the next one says how many were left out. */
final class FailureLog {
  static final long INTERVAL_NANOS = 1_000_000_000;

  private final System.Logger logger;
  private final LongSupplier nanoTime;
  private final AtomicLong next;
  private final AtomicLong leftOut = new AtomicLong();

  FailureLog() {
    this(System.getLogger("io.filterport.service"), System::nanoTime);
  }

  FailureLog(System.Logger logger, LongSupplier nanoTime) {
    this.logger = logger;
    this.nanoTime = nanoTime;
    this.next = new AtomicLong(nanoTime.getAsLong());
  }

  void warn(String what, @Nullable Throwable cause) {
    long now = nanoTime.getAsLong();
    long due = next.get();
    if (now - due < 0 || !next.compareAndSet(due, now + INTERVAL_NANOS)) {
      leftOut.incrementAndGet();
      return;
    }
    long skipped = leftOut.getAndSet(0);
    String text = skipped == 0 ? what : what + " (" + skipped + " more failures before it)";
    logger.log(Level.WARNING, text, cause);
  }
}
