package io.filterport.verify.conformance.world;

import java.time.Duration;

/**
 * Rounds of a race that can end in two ways. They go on until both were seen, for a race that ends
 * in one way only shows nothing. For use by one thread at a time.
 */
public final class Race {
  /** Less than a test may take, so that it is told how its race went. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final int least;
  private final long patienceNanos;
  private final long start = System.nanoTime();
  private int rounds;
  private int won;

  /**
   * Makes a race.
   *
   * @param least how many rounds there are at least
   */
  public Race(int least) {
    this(least, PATIENCE);
  }

  Race(int least, Duration patience) {
    this.least = least;
    this.patienceNanos = patience.toNanos();
  }

  /** {@return whether there is another round} */
  public boolean goesOn() {
    boolean both = won > 0 && won < rounds;
    if (!both && rounds >= least && System.nanoTime() - start >= patienceNanos) {
      throw new AssertionError(won + " of " + rounds + " rounds were won");
    }
    return rounds < least || !both;
  }

  /**
   * {@return how far to shift this round's sides against each other} It differs from round to
   * round, and grows while one way is missing.
   *
   * @param longest the limit of the first rounds
   */
  public long shifted(int longest) {
    return 1 + rounds * 997L % ((1L + rounds / least) * longest);
  }

  /** Shifts the side that calls, in every other round: {@link #shifted} turns of spinning. */
  public void shift(int longest) {
    spin(rounds % 2 == 0 ? shifted(longest) : 0);
  }

  /** For the other side: in the rounds between these. */
  public void shiftOther(int longest) {
    spin(rounds % 2 == 0 ? 0 : shifted(longest));
  }

  private static void spin(long turns) {
    for (long left = turns; left > 0; left--) {
      Thread.onSpinWait();
    }
  }

  /** A round has ended, in one way or the other. */
  public void ended(boolean one) {
    rounds++;
    won += one ? 1 : 0;
  }
}
