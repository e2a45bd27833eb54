package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** How a thread sleeps on an int that another process changes: a futex, handed in. */
public interface Sleep {
  /**
   * Sleeps while the int has the expected value, until it is woken, interrupted or the time is up;
   * may return early.
   *
   * @param segment shared memory
   * @param offset the int's place
   * @param expected the value to sleep on
   * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
   * @return whether somebody woke it
   */
  boolean sleep(MemorySegment segment, long offset, int expected, long nanos);

  /**
   * An int to sleep on.
   *
   * @param segment shared memory
   * @param offset the int's place
   * @param expected the value to sleep on
   */
  record Place(MemorySegment segment, long offset, int expected) {}

  /** {@return on how many ints one thread can sleep at once} */
  default int together() {
    return 1;
  }

  /**
   * Sleeps while every int has its expected value, else as {@link #sleep(MemorySegment, long, int,
   * long)}.
   *
   * @param places {@link #together()} at most
   * @return the place in the list of one through which somebody woke it, or a negative number
   */
  default int sleep(List<Place> places, long nanos) {
    throw new UnsupportedOperationException("sleeping on " + places.size() + " ints at once");
  }

  /**
   * Wakes the thread that sleeps on an int.
   *
   * @param segment shared memory
   * @param offset the int's place
   */
  void wake(MemorySegment segment, long offset);

  /**
   * Wakes every thread that sleeps on an int: a peer may sleep there too, to be woken in the place
   * of the one that is meant.
   *
   * @param segment shared memory
   * @param offset the int's place
   */
  void wakeAll(MemorySegment segment, long offset);
}
