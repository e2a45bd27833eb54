package io.filterport.cli;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Pauses between attempts, each twice as long as the one before, up to a longest. */
final class BackOff {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;

  private final long firstMillis;
  private final long longestMillis;
  private long millis;

  BackOff(long firstMillis, long longestMillis) {
    this.firstMillis = firstMillis;
    this.longestMillis = longestMillis;
    this.millis = firstMillis;
  }

  /** {@return pauses between attempts to find whom a scanner needs} */
  static BackOff untilThere() {
    return new BackOff(FIRST_MILLIS, LONGEST_MILLIS);
  }

  /** The next pause is the first again. */
  void reset() {
    millis = firstMillis;
  }

  /** {@return the next pause} */
  long nextMillis() {
    long next = millis;
    millis = Math.min(2 * millis, longestMillis);
    return next;
  }

  /** Clients of one host that restarts do not all come back at the same moment. */
  void sleep() throws InterruptedException {
    long next = nextMillis();
    TimeUnit.MILLISECONDS.sleep(next / 2 + ThreadLocalRandom.current().nextLong(next));
  }
}
