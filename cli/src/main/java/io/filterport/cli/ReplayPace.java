package io.filterport.cli;

import java.util.concurrent.TimeUnit;

/**
 * When a step of a recording is played.
 *
 * @param speed times the original pace; 0 for as fast as possible
 */
record ReplayPace(double speed) {
  static final ReplayPace NONE = new ReplayPace(0);

  /** Waits until a step is due that was so long after the first one. */
  void await(long began, long afterNanos) throws InterruptedException {
    if (speed > 0) {
      long due = began + (long) (afterNanos / speed);
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    }
  }
}
