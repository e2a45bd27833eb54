package io.filterport.engine.slots;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Objects that were used and can be used again, so that the next call allocates none. A thread gets
 * back what it gave if nobody with the same place came between; else there is none, and it makes a
 * new one. Safe for use by any thread.
 */
public final class Spares<T> {
  private static final int PLACES = 16;

  private final AtomicReferenceArray<@Nullable T> places = new AtomicReferenceArray<>(PLACES);

  /** {@return one that nobody else uses; null if there is none} */
  public @Nullable T take() {
    int place = place();
    return places.getPlain(place) == null ? null : places.getAndSet(place, null);
  }

  /** Takes one that its giver does not use any more. */
  public void give(T spare) {
    places.setRelease(place(), spare);
  }

  /** Threads that are made together have ids that follow each other. */
  private static int place() {
    return (int) Thread.currentThread().threadId() & (PLACES - 1);
  }
}
