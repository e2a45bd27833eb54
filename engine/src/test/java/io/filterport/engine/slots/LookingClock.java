package io.filterport.engine.slots;

import io.filterport.Timeout;

/** A clock by which a relative timeout is over when a test's own deadline is: it asks that one. */
final class LookingClock implements EngineClock {
  /** The timeout to use it with. */
  static final Timeout SPAN = Timeout.ofNanos(Long.MAX_VALUE / 4);

  private final Deadline deadline;
  private boolean begun;

  LookingClock(Deadline deadline) {
    this.deadline = deadline;
  }

  /** The first reading is the call's beginning. */
  @Override
  public long nanoTime() {
    if (!begun) {
      begun = true;
      return 0;
    }
    return SPAN.nanos() - deadline.remainingNanos();
  }

  @Override
  public long epochNanos() {
    throw new AssertionError("no point in time was asked for");
  }
}
