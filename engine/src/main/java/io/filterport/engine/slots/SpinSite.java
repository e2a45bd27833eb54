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
   * which nothing ever comes in time so spends less than a microsecond a wait.
   */

  private static final int QUIET_FRACTION = 64;
  private static final int PROBE_EVERY = 64;

  /** The clock is as dear as a look at the word. */
  private static final int LOOKS_PER_CLOCK = 16;

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
    if (over.test(of)) {
      return true;
    }
    long limit = nanos == 0 ? 0 : Math.min(nanos, deadline.remainingNanos());
    if (limit <= 0 || !enter(over, of)) {
      return over.test(of);
    }
    boolean hit;
    try {
      hit = lookUntil(over, of, limit);
    } finally {
      spinners.leave();
    }
    if (hit || limit == nanos) {
      budgetNanos = hit ? Long.MAX_VALUE : nanos / 4 * 3;
    }
    return hit;
  }

  /** Another may be about to leave its place: its answer and our question are made at once. */
  private <T> boolean enter(Predicate<T> over, T of) {
    for (int i = 0; i < LOOKS_PER_CLOCK; i++) {
      if (spinners.enter()) {
        return true;
      }
      if (over.test(of)) {
        return false;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private static <T> boolean lookUntil(Predicate<T> over, T of, long nanos) {
    long start = System.nanoTime();
    do {
      for (int i = 0; i < LOOKS_PER_CLOCK; i++) {
        Thread.onSpinWait();
        if (over.test(of)) {
          return true;
        }
      }
    } while (System.nanoTime() - start < nanos);
    return false;
  }
}
