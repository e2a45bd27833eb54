package io.filterport.engine.slots;

import io.filterport.Timeout;

/** The deadline of one call after another. For use by one thread at a time. */
final class Timer implements Deadline {
  /** The system clock may be set while we wait: no single wait for a point in time is longer. */
  private static final long LONGEST_LOOK = 1_000_000_000;

  private Timeout timeout = Timeout.infinite();
  private EngineClock clock = EngineClock.SYSTEM;
  private long start;

  /** Begins now. */
  void begin(Timeout span, EngineClock by) {
    timeout = span;
    clock = by;
    start = span.kind() == Timeout.Kind.RELATIVE ? by.nanoTime() : 0;
  }

  @Override
  public long remainingNanos() {
    return switch (timeout.kind()) {
      case INFINITE -> Long.MAX_VALUE;
      case POLL -> 0;
      case RELATIVE -> timeout.nanos() - (clock.nanoTime() - start);
      case ABSOLUTE -> untilPoint(timeout.nanos());
    };
  }

  private long untilPoint(long epochNanos) {
    long now = clock.epochNanos();
    return now >= epochNanos ? 0 : Math.min(LONGEST_LOOK, Math.max(1, epochNanos - now));
  }
}
