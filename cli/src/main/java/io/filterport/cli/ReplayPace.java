package io.filterport.cli;

/**
 * When a step of a recording is played.
 *
 * @param speed times the original pace; 0 for as fast as possible
 */
record ReplayPace(double speed) {
  /** So that no sum overflows, however slow. */
  private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

  static final ReplayPace NONE = new ReplayPace(0);

  /** Waits until a step is due that was so long after the first one. */
  void await(ReplayClock clock, long began, long afterNanos) throws InterruptedException {
    if (speed > 0) {
      long after = Math.min((long) (afterNanos / speed), LONGEST_NANOS);
      clock.sleep(began + after - clock.nanoTime());
    }
  }
}
