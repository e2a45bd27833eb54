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

  /** Whether any is drained. Written under that lock. */
  private volatile boolean some;

  Arrivals(SlotSet shared, CalleeSlots slots) {
    this.shared = shared;
    this.slots = slots;
    this.drained = new long[shared.words()];
  }

  /** {@return whether there is none} Any thread may ask. */
  boolean isEmpty() {
    return !some && shared.isEmpty();
  }

  /**
   * Takes all bits out of the shared set. Of several words each is looked at again until none has
   * news: a message in a word that was seen empty may have come before one that was found behind.
   */
  void drain() {
    boolean news = drainOnce();
    while (news && drained.length > 1) {
      news = drainOnce();
    }
  }

  private boolean drainOnce() {
    boolean news = false;
    for (int i = 0; i < drained.length; i++) {
      long bits = shared.drain(i);
      news |= (bits & ~drained[i]) != 0;
      drained[i] |= bits;
    }
    some |= news;
    return news;
  }

  /** From now on the slot counts as one in which something has arrived. */
  void add(int slot) {
    drained[slot >>> 6] |= 1L << slot;
    some = true;
  }

  /**
   * {@return of the drained slots' getters the one that was offered first, and so the first that a
   * message of its size came to; null if there is none} It is taken out.
   */
  @Nullable Getter takeOldest() {
    int slot = oldest();
    if (slot != NONE) {
      drained[slot >>> 6] &= ~(1L << slot);
    }
    some = any();
    return slot == NONE ? null : slots.owner(slot);
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
