package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;

/**
 * A shared set of slots: {@code offered}, {@code arrived} or {@code done}. A bit is a hint that may
 * be set too often, never too seldom; the word of the slot is the truth. Bits beyond the slots are
 * ignored.
 */
record SlotSet(MemorySegment segment, long offset, int slots) {
  void add(int slot) {
    Shared.orLong(segment, offset + (slot >>> 6 << 3), 1L << slot);
  }

  boolean isEmpty() {
    for (int i = 0; i < slots >>> 6; i++) {
      if (Shared.getLong(segment, offset + 8L * i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** {@return the 64 slots from 64*index, each taken out of the set} */
  long drain(int index) {
    long at = offset + 8L * index;
    return Shared.getLong(segment, at) == 0 ? 0 : Shared.swapLong(segment, at, 0);
  }

  /** Puts back what was drained, for somebody else. */
  void undrain(int index, long bits) {
    if (bits != 0) {
      Shared.orLong(segment, offset + 8L * index, bits);
    }
  }

  int words() {
    return slots >>> 6;
  }
}
