package io.filterport.engine.slots;

/**
 * The offers that a caller half knows of, oldest ticket first: at most one a slot. Guarded by the
 * half's lock.
 */
final class Offers {
  static final int NONE = -1;

  private final int slots;
  private final boolean newestFirst;
  private int[] order = {};
  private long[] words = {};
  private long[] tickets = {};
  private int size;

  Offers(int slots, boolean newestFirst) {
    this.slots = slots;
    this.newestFirst = newestFirst;
  }

  boolean isEmpty() {
    return size == 0;
  }

  long word(int slot) {
    return words[slot];
  }

  /**
   * Lists an offer in the order of its ticket; an older entry of the slot is replaced.
   *
   * @return false if that very offer was listed
   */
  boolean add(int slot, long word, long ticket) {
    if (order.length == 0) {
      order = new int[slots];
      words = new long[slots];
      tickets = new long[slots];
    }
    if (words[slot] == word && indexOf(slot) < size) {
      return false;
    }
    remove(slot);
    words[slot] = word;
    tickets[slot] = ticket;
    int at = size++;
    while (at > 0 && tickets[order[at - 1]] > ticket) {
      order[at] = order[at - 1];
      at--;
    }
    order[at] = slot;
    return true;
  }

  void remove(int slot) {
    int at = indexOf(slot);
    if (at < size) {
      System.arraycopy(order, at + 1, order, at, --size - at);
    }
  }

  private int indexOf(int slot) {
    int at = 0;
    while (at < size && order[at] != slot) {
      at++;
    }
    return at;
  }

  /** {@return the oldest offer, or {@link #NONE}} */
  int oldest() {
    return size == 0 ? NONE : order[0];
  }

  /** {@return the first offer that holds so many bytes, or {@link #NONE}} */
  int fitting(int bytes) {
    for (int i = 0; i < size; i++) {
      int slot = order[newestFirst ? size - 1 - i : i];
      if (Integer.compareUnsigned(SlotWord.arg(words[slot]), bytes) >= 0) {
        return slot;
      }
    }
    return NONE;
  }
}
