package io.filterport.engine.slots;

import io.filterport.Timeout;

/** When a wait is over. Made at a call's entry; for use by the calling thread. */
public interface Deadline {
  /** Never. */
  Deadline NEVER = () -> Long.MAX_VALUE;

  /** At once. */
  Deadline NOW = () -> 0;

  /** {@return nanoseconds left; zero or less when it is over; {@link Long#MAX_VALUE} for never} */
  long remainingNanos();

  /**
   * {@return the deadline of a timeout that begins now}
   *
   * @param timeout any
   * @param clock both clocks
   */
  static Deadline of(Timeout timeout, EngineClock clock) {
    Timer timer = new Timer();
    timer.begin(timeout, clock);
    return timer;
  }
}
