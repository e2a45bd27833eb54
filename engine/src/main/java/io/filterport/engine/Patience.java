package io.filterport.engine;

import io.filterport.engine.slots.Deadline;
import java.util.function.LongSupplier;

/**
 * How long a worker waits for work before it goes. Most waits are over before the clock is read for
 * the first time. For use by one thread.
 */
final class Patience implements Deadline {
  /** The wait's first look, and the spin's. */
  private static final int FREE_LOOKS = 2;

  private final long nanos;
  private final LongSupplier clock;
  private int looks;
  private long start;

  Patience(long nanos, LongSupplier clock) {
    this.nanos = nanos;
    this.clock = clock;
  }

  /** A new wait begins. */
  void begin() {
    looks = 0;
  }

  @Override
  public long remainingNanos() {
    if (looks > FREE_LOOKS) {
      return nanos - (clock.getAsLong() - start);
    }
    if (looks++ == FREE_LOOKS) {
      start = clock.getAsLong();
    }
    return nanos;
  }
}
