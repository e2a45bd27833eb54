package io.filterport.engine.slots;

import java.util.Arrays;

/**
 * Message ids of unanswered messages and the slots that hold them: open addressing, at most as many
 * entries as there are slots. Guarded by the half's lock.
 */
final class IdMap {
  static final int NONE = -1;

  /** Places at first: most connections have few messages unanswered. */
  private static final int FEW = 16;

  private long[] ids = new long[FEW];
  private int[] slots = new int[FEW];
  private int mask = FEW - 1;
  private int count;

  IdMap() {
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
    count++;
    if (4 * count > slots.length) {
      grow();
    }
    return true;
  }

  /** At least three quarters of the places stay empty, so runs are short. */
  private void grow() {
    long[] oldIds = ids;
    int[] oldSlots = slots;
    ids = new long[2 * oldIds.length];
    slots = new int[2 * oldSlots.length];
    mask = slots.length - 1;
    Arrays.fill(slots, NONE);
    for (int i = 0; i < oldSlots.length; i++) {
      if (oldSlots[i] != NONE) {
        int at = find(oldIds[i]);
        ids[at] = oldIds[i];
        slots[at] = oldSlots[i];
      }
    }
  }

  int get(long id) {
    return slots[find(id)];
  }

  int remove(long id) {
    int at = find(id);
    int slot = slots[at];
    if (slot != NONE) {
      slots[at] = NONE;
      count--;
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
