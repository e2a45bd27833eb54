package io.filterport.verify.conformance.world;

/**
 * Rounds of a race that can end in two ways. They go on until both were seen, for a race that ends
 * in one way only shows nothing. For use by one thread at a time.
 */
public final class Race {
  private static final int PATIENCE = 50;

  private final int least;
  private int rounds;
  private int won;

  /**
   * Makes a race.
   *
   * @param least how many rounds there are at least
   */
  public Race(int least) {
    this.least = least;
  }

  /** {@return whether there is another round} */
  public boolean goesOn() {
    boolean both = won > 0 && won < rounds;
    if (!both && rounds >= least * PATIENCE) {
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

  /** Spins for so many turns. */
  public void shift(int longest) {
    for (long turns = shifted(longest); turns > 0; turns--) {
      Thread.onSpinWait();
    }
  }

  /** A round has ended, in one way or the other. */
  public void ended(boolean one) {
    rounds++;
    won += one ? 1 : 0;
  }
}
