package io.filterport.engine.slots;

/**
 * What a slot is to the callee: its record, its getter, and what it held. Written under the lock of
 * {@link CalleeRecords}, but for BUSY to REPL, which the one replier writes before its
 * compare-and-set. A replier that has taken the message reads it without the lock: nobody changes
 * it until that one has left.
 */
final class CalleeSlot extends SlotState<Getter> {
  static final int FREE = 0;
  static final int OFF = 1;
  static final int TAKEN = 2;
  static final int GOT = 3;
  static final int BUSY = 4;
  static final int REPL = 5;
  static final int BORROWED = 6;

  /** Its number in the table. */
  final int index;

  int generation;
  int capacity;
  long id;
  int replyCapacity;
  int length;
  int flags;

  CalleeSlot(int index) {
    this.index = index;
  }

  /** An expiry of another offer is none; whoever answers will find that out. */
  boolean isExpired(long word) {
    return SlotWord.phase(word) == SlotWord.EXPIRED && SlotWord.generation(word) == generation;
  }
}
