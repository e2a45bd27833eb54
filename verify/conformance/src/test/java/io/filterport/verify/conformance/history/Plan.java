package io.filterport.verify.conformance.history;

import java.util.SplittableRandom;

/**
 * What the players of one history are to do; all of it follows from the seed.
 *
 * @param senders threads of the filter
 * @param servers threads of the service
 * @param steps of each thread
 * @param rescue of those who wait for ever
 * @param ends whether a thread may close its end
 */
record Plan(
    long seed, int senders, int servers, int steps, Mood mood, Rescue rescue, boolean ends) {
  /** How those are freed who wait for ever when everybody else is done. */
  enum Rescue {
    /** Getters are cancelled, senders get what they wait for. */
    SERVE,
    CLOSE_PORT,
    CLOSE_HANDLE
  }

  /** Players by number: senders from here on. */
  static final int SENDERS = 1;

  /** Who closes the client port if the service asks for it. */
  static final int FILTER_HOST = 10;

  /** Threads of the service, from here on. */
  static final int SERVERS = 11;

  /** Who looks after the service's threads. */
  static final int SERVICE_HOST = 20;

  /** Most getters that the threads have outstanding: more only make the check dear. */
  static final int MOST_GETTERS = 10;

  private static final int LONGEST = 100;

  /** A getter that holds every message. */
  static final int ROOMY = 16 + LONGEST;

  /** Senders and servers; the first ones have several senders. */
  private static final int[][] TEAMS = {
    {2, 1}, {3, 1}, {2, 2}, {3, 1}, {1, 1}, {1, 2}, {1, 3},
  };

  private static final int CROWDED = 4;

  /** Lengths of messages; the last ones are long. */
  private static final int[] LENGTHS = {0, 2, 4, 8, 20, 60, 60, LONGEST, LONGEST};

  private static final int LONG = 5;

  private static final int[] TIGHT = {1, 15, 16, 18, 20, 24, 36, 76, 76};

  static Plan of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Mood mood = Mood.ALL.get(random.nextInt(Mood.ALL.size()));
    int[] team = TEAMS[random.nextInt(mood.onlyLong() ? CROWDED : TEAMS.length)];
    int steps = random.nextInt(3, 9);
    return new Plan(seed, team[0], team[1], steps, mood, rescue(random), random.nextInt(10) == 0);
  }

  private static Rescue rescue(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> Rescue.CLOSE_PORT;
      case 1 -> Rescue.CLOSE_HANDLE;
      default -> Rescue.SERVE;
    };
  }

  int players() {
    return senders + servers;
  }

  /** {@return the choices of one player} */
  SplittableRandom random(int player) {
    return new SplittableRandom(seed ^ ((long) player << 56));
  }

  /** {@return whether a player closes its end at this step} */
  boolean endsHere(SplittableRandom random) {
    return ends && random.nextInt(12) == 0;
  }

  int length(SplittableRandom random) {
    return LENGTHS[random.nextInt(mood.onlyLong() ? LONG : 0, LENGTHS.length)];
  }

  int capacity(SplittableRandom random) {
    return mood.isRoomy(random) ? ROOMY : TIGHT[random.nextInt(TIGHT.length)];
  }

  /** {@return bytes of a call, which tell it apart if there are four of them at least} */
  byte[] bytes(int length, int key) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (31 * seed + 7L * key + i);
    }
    for (int i = 0; i < 4 && length >= 4; i++) {
      bytes[i] = (byte) (key >>> (8 * i));
    }
    return bytes;
  }
}
