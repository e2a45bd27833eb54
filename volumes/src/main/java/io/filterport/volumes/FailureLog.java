package io.filterport.volumes;

import io.filterport.FilterPortException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Says at most once a second that callbacks fail: a broken filter must not fill the disk at the
 * rate of file operations. Safe for use by any thread.
 */
final class FailureLog {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final BiConsumer<String, Throwable> sink;
  private final AtomicLong quietUntilNanos;
  private final AtomicLong unsaid = new AtomicLong();

  FailureLog(LongSupplier nanoTime, BiConsumer<String, Throwable> sink) {
    this.nanoTime = nanoTime;
    this.sink = sink;
    this.quietUntilNanos = new AtomicLong(nanoTime.getAsLong());
  }

  static FailureLog toSystemLog() {
    System.Logger log = System.getLogger("io.filterport.volumes");
    return new FailureLog(System::nanoTime, (text, failure) -> write(log, text, failure));
  }

  /** An exception of this library says all there is to know in one line. */
  private static void write(System.Logger log, String text, Throwable failure) {
    if (failure instanceof FilterPortException) {
      log.log(Level.WARNING, text + ": " + failure.getMessage());
    } else {
      log.log(Level.WARNING, text, failure);
    }
  }

  void failed(String what, Throwable failure) {
    if (maySpeak()) {
      long more = unsaid.getAndSet(0);
      sink.accept(more == 0 ? what : what + " (and " + more + " failures before)", failure);
    } else {
      unsaid.incrementAndGet();
    }
  }

  private boolean maySpeak() {
    long now = nanoTime.getAsLong();
    long quietUntil = quietUntilNanos.get();
    return now - quietUntil >= 0 && quietUntilNanos.compareAndSet(quietUntil, now + PAUSE_NANOS);
  }
}
