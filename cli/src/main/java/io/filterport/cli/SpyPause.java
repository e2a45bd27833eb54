package io.filterport.cli;

/** Pauses between two questions to a log without news: from 5 milliseconds to a quarter second. */
final class SpyPause {
  private static final long FIRST_MILLIS = 5;
  private static final long LONGEST_MILLIS = 250;

  private long millis = FIRST_MILLIS;

  /** There was news: more may come soon. */
  void reset() {
    millis = FIRST_MILLIS;
  }

  /** {@return the next pause, twice as long as the one before} */
  long nextMillis() {
    long next = millis;
    millis = Math.min(2 * millis, LONGEST_MILLIS);
    return next;
  }
}
