package io.filterport.engine.slots;

/** What a thread sleeps on that cannot be unparked. */
interface Bed {
  /** Wakes whoever sleeps there; harmless if nobody does. */
  void rouseSleeper();
}
