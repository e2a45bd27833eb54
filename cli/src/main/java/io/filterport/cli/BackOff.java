package io.filterport.cli;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Pauses between attempts: from a tenth of a second, doubled each time, to five seconds. */
final class BackOff {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;

  private long millis = FIRST_MILLIS;

  void reset() {
    millis = FIRST_MILLIS;
  }

  /** Clients of one host that restarts do not all come back at the same moment. */
  void sleep() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis));
    millis = Math.min(2 * millis, LONGEST_MILLIS);
  }
}
