package io.filterport.engine.slots;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Slots whose message is without a getter, for the buffer that it was collected for could not take
 * it (KSM-23): oldest first. Guarded by the lock of {@link CalleeRecords}.
 */
final class UnreadSlots implements Iterable<Integer> {
  /** Most connections never have one. */
  private static final int FEW = 1;

  private final CalleeSlots slots;

  // guarded by the lock of CalleeRecords
  private final ArrayDeque<Integer> unread = new ArrayDeque<>(FEW);

  UnreadSlots(CalleeSlots slots) {
    this.slots = slots;
  }

  boolean isEmpty() {
    return unread.isEmpty();
  }

  void add(int slot) {
    unread.add(slot);
  }

  void addFirst(int slot) {
    unread.addFirst(slot);
  }

  void remove(Integer slot) {
    unread.remove(slot);
  }

  /** {@return the first of them, of which there is one} */
  Integer oldest() {
    return unread.getFirst();
  }

  @Override
  public Iterator<Integer> iterator() {
    return unread.iterator();
  }

  /** Nobody who comes later sees a message whose sender has left (KSM-43). */
  void dropExpired() {
    if (unread.isEmpty()) {
      return; // as nearly always: an iteration has its price
    }
    unread.removeIf(
        slot -> {
          boolean expired = slots.isExpired(slot);
          if (expired) {
            slots.release(slot);
          }
          return expired;
        });
  }
}
