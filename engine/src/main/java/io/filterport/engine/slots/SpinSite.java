package io.filterport.engine.slots;

import io.filterport.WaitPolicy;
import java.util.function.Predicate;

/**
 * One place where threads wait for the other side, and what it has learned: how long to spin there
 * before sleeping. Safe for use by any thread; its numbers are advice, so a lost update is no harm.
 */
final class SpinSite {
  /*
   * A spin that ends with what it waited for gives the site its whole time back; one that does not
   * takes a quarter of it. Below a small rest the site is silent, but for one wait in 64: that one
   * spins for the whole time and finds out whether the other side has become quick again. A site at
   * which nothing ever comes in time so spends about a microsecond a wait.
   */

  private static final int QUIET_FRACTION = 64;
  private static final int PROBE_EVERY = 64;

  /** Looks for one at the clock, which is as dear; and as many before a place is asked for. */
  private static final int LOOKS = 16;

  private final WaitPolicy policy;
  private final Spinners spinners;

  // advice
  private long budgetNanos;
  private int silentWaits;

  SpinSite(WaitPolicy policy) {
    this(policy, Spinners.OF_PROCESS);
  }

  SpinSite(WaitPolicy policy, Spinners spinners) {
    this.policy = policy;
    this.spinners = spinners;
    this.budgetNanos = Long.MAX_VALUE;
  }

  /** {@return whether its policy is the quieter one} For a thread that waits at several places. */
  boolean isQuieterThan(SpinSite other) {
    return loudness() < other.loudness();
  }

  private int loudness() {
    return switch (policy) {
      case NEVER_SPIN -> 0;
      case ADAPTIVE -> 1;
      case ALWAYS_SPIN -> 2;
    };
  }

  /**
   * {@return for how many nanoseconds a thread should spin now; 0 if it should sleep at once} To be
   * asked once a wait.
   */
  long worthNanos() {
    long cap = policy == WaitPolicy.NEVER_SPIN ? 0 : spinners.capNanos();
    if (cap == 0 || policy == WaitPolicy.ALWAYS_SPIN) {
      return cap;
    }
    long budget = Math.min(budgetNanos, cap);
    if (budget >= cap / QUIET_FRACTION) {
      return budget;
    }
    return ++silentWaits % PROBE_EVERY == 0 ? cap : 0;
  }

  /**
   * Looks again and again.
   *
   * @param over says whether what is waited for has come
   * @param of what it is asked of
   * @param nanos from {@link #worthNanos}; 0 is one look
   * @param deadline no spin is longer
   * @return whether it has come
   */
  <T> boolean spin(Predicate<T> over, T of, long nanos, Deadline deadline) {
    return over.test(of) || (nanos > 0 && spinOn(over, of, nanos, deadline));
  }

  /** The first looks need no place: they are over before anybody else had the processor. */
  private <T> boolean spinOn(Predicate<T> over, T of, long nanos, Deadline deadline) {
    if (look(over, of)) {
      budgetNanos = Long.MAX_VALUE;
      return true;
    }
    return spinInPlace(over, of, nanos, Math.min(nanos, deadline.remainingNanos()));
  }

  /** {@return whether it has come} Looks no longer than the limit. */
  private <T> boolean spinInPlace(Predicate<T> over, T of, long nanos, long limit) {
    if (limit <= 0 || !spinners.enter()) {
      return over.test(of);
    }
    boolean hit;
    try {
      hit = lookUntil(over, of, limit);
    } finally {
      spinners.leave();
    }
    if (hit || limit == nanos) {
      budgetNanos = hit ? Long.MAX_VALUE : Math.min(budgetNanos, nanos) / 4 * 3;
    }
    return hit;
  }

  private static <T> boolean lookUntil(Predicate<T> over, T of, long nanos) {
    long start = System.nanoTime();
    do {
      if (look(over, of)) {
        return true;
      }
    } while (System.nanoTime() - start < nanos);
    return false;
  }

  private static <T> boolean look(Predicate<T> over, T of) {
    for (int i = 0; i < LOOKS; i++) {
      Thread.onSpinWait();
      if (over.test(of)) {
        return true;
      }
    }
    return false;
  }
}
