package io.filterport.engine.slots;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Brings the two actors of a race to its first step at about the same instant. One race each. */
final class Meeting {
  private static final int ACTORS = 2;
  private static final int MOST_DELAY = 32;
  private static final int SPINS_TO_YIELD = 1_000;

  private final AtomicInteger arrived = new AtomicInteger();
  private volatile boolean over;

  /** Waits for the other actor, then for a random moment that shifts the two against each other. */
  void meet() {
    arrived.incrementAndGet();
    spinUntil(() -> arrived.get() == ACTORS);
    for (int i = ThreadLocalRandom.current().nextInt(MOST_DELAY); i > 0; i--) {
      Thread.onSpinWait();
    }
  }

  /** The calling actor has done all that could wake the other one. */
  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  /** What a sleeper does instead of sleeping: waits until nobody is left who could wake it. */
  void awaitEnd() {
    spinUntil(() -> over);
  }

  /** Gives the processor away when the other actor does not seem to run. */
  @SuppressWarnings("ThreadPriorityCheck")
  static void spinUntil(BooleanSupplier condition) {
    for (int spins = 0; !condition.getAsBoolean(); spins++) {
      if (spins < SPINS_TO_YIELD) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }
}
