package io.filterport.verify.onaccess;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waiting for what other processes make true. Stateless. */
public final class Eventually {
  private static final long PAUSE_MILLIS = 5;

  private Eventually() {}

  /**
   * {@return how long it took}
   *
   * @param what is waited for, in words
   * @param limit at most so long
   * @param condition when it has come
   * @throws IOException if it does not come
   */
  public static Duration holds(String what, Duration limit, Callable<Boolean> condition)
      throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new IOException("not within " + limit.toSeconds() + " s: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
