package io.filterport.cli;

/**
 * When a step of a recording is played.
 *
 * @param speed times the original pace; 0 for as fast as possible
 */
record ReplayPace(double speed) {
  static final ReplayPace NONE = new ReplayPace(0);

  /** Waits until a step is due that was so long after the first one. */
  void await(ReplayClock clock, long began, long afterNanos) throws InterruptedException {
    if (speed > 0) {
      long due = began + (long) (afterNanos / speed);
      clock.sleep(due - clock.nanoTime());
    }
  }
}
