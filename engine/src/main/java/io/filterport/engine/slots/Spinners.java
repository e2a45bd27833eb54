package io.filterport.engine.slots;

import io.filterport.spi.Processors;
import java.util.concurrent.atomic.AtomicInteger;

/** How many threads of this process may spin at once, and for how long. Safe for use by any. */
final class Spinners {
  /** Of this process. One processor less than there are: the one that is waited for needs one. */
  static final Spinners OF_PROCESS = new Spinners(Processors.count() - 1, WakeCost.OF_MACHINE);

  private final int places;
  private final WakeCost wakeCost;
  private final AtomicInteger taken = new AtomicInteger();

  /**
   * Makes a number of places.
   *
   * @param places 0 or more
   * @param wakeCost what a spin is worth
   */
  Spinners(int places, WakeCost wakeCost) {
    this.places = places;
    this.wakeCost = wakeCost;
  }

  /**
   * {@return how long a spin lasts at most} Less than the other side needs to wake up, and each
   * side would always come when the other has just gone to sleep: both sleep for ever after.
   */
  long capNanos() {
    return places == 0 ? 0 : 2 * wakeCost.nanos();
  }

  /** {@return whether there was a place; if so it must be left} */
  boolean enter() {
    if (taken.incrementAndGet() <= places) {
      return true;
    }
    leave();
    return false;
  }

  void leave() {
    int ignored = taken.decrementAndGet();
  }
}
