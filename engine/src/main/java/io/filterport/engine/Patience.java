package io.filterport.engine;

import io.filterport.engine.slots.Deadline;

/**
 * How long a worker waits for work before it goes. Most waits are over before the clock is read for
 * the first time. For use by one thread.
 */
final class Patience implements Deadline {
  /** The wait's first look, and the spin's. */
  private static final int FREE_LOOKS = 2;

  private final long nanos;
  private int looks;
  private long start;

  Patience(long nanos) {
    this.nanos = nanos;
  }

  /** A new wait begins. */
  void begin() {
    looks = 0;
  }

  @Override
  public long remainingNanos() {
    if (looks > FREE_LOOKS) {
      return nanos - (System.nanoTime() - start);
    }
    if (looks++ == FREE_LOOKS) {
      start = System.nanoTime();
    }
    return nanos;
  }
}
