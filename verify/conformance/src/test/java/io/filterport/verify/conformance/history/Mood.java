package io.filterport.verify.conformance.history;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a history is mostly about: how often its players do what.
 *
 * @param poll weight of sends that poll
 * @param brief weight of sends that wait a little
 * @param endless weight of sends that wait for ever
 * @param replyPercent of the sends want a reply
 * @param roomyPercent of the getters hold every message
 * @param onlyLong whether messages are so long that many getters are too small
 * @param deeds of the service's threads, each as often as it weighs
 */
record Mood(
    int poll,
    int brief,
    int endless,
    int replyPercent,
    int roomyPercent,
    boolean onlyLong,
    List<Deed> deeds) {
  /** What a thread of the service does. */
  enum Deed {
    POST,
    POST_THREE,
    GET,
    AWAIT,
    LOOK,
    CANCEL,
    CANCEL_ALL,
    REPLY,
    ASK
  }

  private static final Mood MIXED =
      new Mood(3, 3, 3, 50, 60, false, deeds(30, 5, 8, 12, 4, 8, 4, 24, 6));
  private static final Mood POLLS =
      new Mood(9, 1, 0, 20, 80, false, deeds(45, 0, 3, 4, 4, 30, 6, 8, 2));
  private static final Mood LINES =
      new Mood(1, 3, 6, 30, 90, false, deeds(45, 0, 15, 12, 4, 8, 4, 10, 2));
  private static final Mood REPLIES =
      new Mood(1, 5, 3, 90, 90, false, deeds(25, 5, 10, 12, 2, 3, 1, 45, 2));
  private static final Mood SIZES =
      new Mood(1, 5, 4, 10, 5, true, deeds(20, 20, 2, 25, 1, 2, 0, 3, 1));
  private static final Mood CANCELS =
      new Mood(3, 4, 2, 30, 80, false, deeds(35, 5, 8, 8, 8, 20, 15, 6, 1));
  private static final Mood QUESTIONS =
      new Mood(1, 1, 1, 50, 80, false, deeds(15, 0, 5, 5, 2, 3, 2, 12, 50));

  static final List<Mood> ALL = List.of(MIXED, POLLS, LINES, REPLIES, SIZES, CANCELS, QUESTIONS);

  /** Weights in the order of the deeds. */
  private static List<Deed> deeds(int... weights) {
    List<Deed> deeds = new ArrayList<>();
    int next = 0;
    for (Deed deed : Deed.values()) {
      for (int i = weights[next++]; i > 0; i--) {
        deeds.add(deed);
      }
    }
    return List.copyOf(deeds);
  }

  /** {@return one of the three forms of a timeout} */
  long timeoutNanos(SplittableRandom random) {
    int drawn = random.nextInt(poll + brief + endless);
    if (drawn < poll) {
      return Call.Send.POLL;
    }
    return drawn < poll + brief ? random.nextLong(1_000, 300_000) : Call.Send.ENDLESS;
  }

  boolean wantsReply(SplittableRandom random) {
    return random.nextInt(100) < replyPercent;
  }

  /** {@return whether a getter holds every message} */
  boolean isRoomy(SplittableRandom random) {
    return random.nextInt(100) < roomyPercent;
  }

  Deed deed(SplittableRandom random) {
    return deeds.get(random.nextInt(deeds.size()));
  }
}
