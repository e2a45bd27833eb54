package io.filterport.scanner.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does. */
public final class Waiting {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private Waiting() {}

  public static void until(BooleanSupplier holds) {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT_NANOS) {
        throw new AssertionError("It does not come true");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
