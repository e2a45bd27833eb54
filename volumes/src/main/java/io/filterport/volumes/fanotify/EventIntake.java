package io.filterport.volumes.fanotify;

import io.filterport.linux.FanotifyEvents;

/** What becomes of the events that a reader reads. For its thread. */
@FunctionalInterface
interface EventIntake {
  /** Takes the current event. */
  void take(FanotifyEvents events);

  /** The events of one read were all taken, and the reader may wait for the next. */
  default void endOfRead() {}
}
