package io.filterport.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until something holds in another process, which nobody announces. */
final class Eventually {
  private static final long POLL_MILLIS = 20;

  private Eventually() {}

  interface Condition {
    boolean holds() throws Exception;
  }

  static void holds(String what, Duration limit, Condition condition) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }
}
