package io.filterport.engine.slots;

import java.util.Arrays;

/**
 * Message ids of unanswered messages and the slots that hold them: open addressing, at most as many
 * entries as there are slots. Guarded by the half's lock.
 */
final class IdMap {
  static final int NONE = -1;

  private final long[] ids;
  private final int[] slots;
  private final int mask;

  IdMap(int entries) {
    int size = Integer.highestOneBit(entries) * 4;
    ids = new long[size];
    slots = new int[size];
    mask = size - 1;
    clear();
  }

  void clear() {
    Arrays.fill(slots, NONE);
  }

  /** {@return false if the id is there already} */
  boolean put(long id, int slot) {
    int at = find(id);
    if (slots[at] != NONE) {
      return false;
    }
    ids[at] = id;
    slots[at] = slot;
    return true;
  }

  int get(long id) {
    return slots[find(id)];
  }

  int remove(long id) {
    int at = find(id);
    int slot = slots[at];
    if (slot != NONE) {
      slots[at] = NONE;
      closeGap(at);
    }
    return slot;
  }

  private int find(long id) {
    int at = home(id);
    while (slots[at] != NONE && ids[at] != id) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private int home(long id) {
    return Long.hashCode(id * 0x9E3779B97F4A7C15L) & mask;
  }

  /** Moves later entries of the run back, so that none is cut off from its home. */
  private void closeGap(int from) {
    int gap = from;
    for (int at = (gap + 1) & mask; slots[at] != NONE; at = (at + 1) & mask) {
      if (((at - home(ids[at])) & mask) >= ((at - gap) & mask)) {
        ids[gap] = ids[at];
        slots[gap] = slots[at];
        slots[at] = NONE;
        gap = at;
      }
    }
  }
}
