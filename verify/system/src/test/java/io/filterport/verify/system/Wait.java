package io.filterport.verify.system;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waiting for what another process or thread makes true. Stateless. */
public final class Wait {
  private static final long PAUSE_NANOS = 500_000;
  private static final long PATIENCE_SECONDS = 20;

  private Wait() {}

  /** Waits for longer than a busy machine needs, and fails with the description. */
  public static void until(String what, Callable<Boolean> condition) {
    until(what, PATIENCE_SECONDS, condition);
  }

  /** Waits at most so long, and fails with the description. */
  public static void until(String what, long seconds, Callable<Boolean> condition) {
    long start = System.nanoTime();
    long limit = TimeUnit.SECONDS.toNanos(seconds);
    while (!isTrue(condition)) {
      if (System.nanoTime() - start > limit) {
        throw new AssertionError("not within " + seconds + " s: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean isTrue(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
