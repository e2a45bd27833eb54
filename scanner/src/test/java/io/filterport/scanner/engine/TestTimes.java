package io.filterport.scanner.engine;

import java.util.concurrent.TimeUnit;

/** Patience for tests: what is not named does not happen by itself. */
final class TestTimes {
  static final long HOUR = TimeUnit.HOURS.toNanos(1);

  /** A clamd that says anything has time for it; nothing is probed. */
  static final ClamdTimes PATIENT = silence(HOUR);

  /** A clamd that says nothing is soon found out; nothing is probed. */
  static final ClamdTimes HASTY = silence(TimeUnit.MILLISECONDS.toNanos(50));

  private static final long SOON = 1_000_000;

  private TestTimes() {}

  /** {@return times with which nothing is probed, and a scan may take an hour} */
  static ClamdTimes silence(long nanos) {
    return new ClamdTimes(nanos, nanos, HOUR, HOUR, HOUR, HOUR);
  }

  /** {@return times with which a clamd that is down is asked again and again} */
  static ClamdTimes probing() {
    long silence = TimeUnit.SECONDS.toNanos(20);
    return new ClamdTimes(silence, silence, HOUR, SOON, 4 * SOON, HOUR);
  }

  /** {@return times with which a clamd that is not asked for anything is asked for its version} */
  static ClamdTimes watching(int silenceSeconds) {
    long silence = TimeUnit.SECONDS.toNanos(silenceSeconds);
    return new ClamdTimes(silence, silence, HOUR, SOON, HOUR, SOON);
  }
}
