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
    return switch (timeout.kind()) {
      case INFINITE -> NEVER;
      case POLL -> NOW;
      case RELATIVE -> relative(clock, clock.nanoTime(), timeout.nanos());
      case ABSOLUTE -> absolute(clock, timeout.nanos());
    };
  }

  private static Deadline relative(EngineClock clock, long start, long span) {
    return () -> span - (clock.nanoTime() - start);
  }

  /**
   * Follows the system clock, which may be set while we wait: no single wait is longer than this.
   */
  private static Deadline absolute(EngineClock clock, long epochNanos) {
    final long longestLook = 1_000_000_000;
    return () -> {
      long now = clock.epochNanos();
      return now >= epochNanos ? 0 : Math.min(longestLook, Math.max(1, epochNanos - now));
    };
  }
}
