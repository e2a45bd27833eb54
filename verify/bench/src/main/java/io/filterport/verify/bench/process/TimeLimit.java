package io.filterport.verify.bench.process;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets every process of the benchmarks end by itself, whatever happens. Stateless. */
public final class TimeLimit {
  private static final String PROPERTY = "filterport.bench.limitSeconds";
  private static final int OUT_OF_TIME = 3;

  private TimeLimit() {}

  static String jvmOption(int seconds) {
    return "-D" + PROPERTY + "=" + seconds;
  }

  /** Halts this process after the seconds that its command line allows. */
  public static void start() {
    int seconds = Integer.getInteger(PROPERTY);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    Thread.ofPlatform().daemon().name("time-limit").start(() -> haltAt(end));
  }

  private static void haltAt(long end) {
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    Runtime.getRuntime().halt(OUT_OF_TIME);
  }
}
