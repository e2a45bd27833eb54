package io.filterport.engine.slots;

import org.jspecify.annotations.Nullable;

/**
 * The slots in which something has arrived and whose getters nobody has taken out yet: the bits of
 * the shared set, and those that were drained from it. Guarded by the lock of {@link
 * CalleeRecords}, but for {@link #isEmpty}.
 */
final class Arrivals {
  private static final int NONE = CalleeSlots.NONE;

  private final SlotSet shared;
  private final CalleeSlots slots;

  // guarded by the lock of CalleeRecords
  private final long[] drained;

  /** Whether any may be drained. Written under that lock. */
  private volatile boolean some;

  Arrivals(SlotSet shared, CalleeSlots slots) {
    this.shared = shared;
    this.slots = slots;
    this.drained = new long[shared.words()];
  }

  /**
   * {@return whether there is none} Any thread may ask. What is being drained is in both places.
   */
  boolean isEmpty() {
    return shared.isEmpty() && !some;
  }

  /** Takes all bits out of the shared set. {@return whether any is news} */
  boolean drain() {
    if (shared.isEmpty()) {
      return false;
    }
    some = true;
    boolean news = false;
    for (int i = 0; i < drained.length; i++) {
      long bits = shared.drain(i);
      news |= (bits & ~drained[i]) != 0;
      drained[i] |= bits;
    }
    return news;
  }

  /** From now on the slot counts as one in which something has arrived. */
  void add(int slot) {
    drained[slot >>> 6] |= 1L << slot;
    some = true;
  }

  /** Nothing has arrived in the slot, or it was taken out. */
  void remove(int slot) {
    drained[slot >>> 6] &= ~(1L << slot);
    some = any();
  }

  /** {@return of the drained slots' getters the one that was offered first; null if none} */
  @Nullable Getter first() {
    int slot = oldest();
    if (slot == NONE) {
      some = false;
      return null;
    }
    return slots.owner(slot);
  }

  private boolean any() {
    for (long bits : drained) {
      if (bits != 0) {
        return true;
      }
    }
    return false;
  }

  private int oldest() {
    int oldest = NONE;
    long ticket = Long.MAX_VALUE;
    for (int i = 0; i < drained.length; i++) {
      for (long bits = drained[i]; bits != 0; bits &= bits - 1) {
        int slot = i << 6 | Long.numberOfTrailingZeros(bits);
        Getter getter = slots.owner(slot);
        if (getter == null) {
          drained[i] &= ~(1L << slot);
        } else if (getter.ticket < ticket) {
          oldest = slot;
          ticket = getter.ticket;
        }
      }
    }
    return oldest;
  }
}
