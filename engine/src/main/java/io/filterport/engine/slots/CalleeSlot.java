package io.filterport.engine.slots;

/** What a slot is to the callee: its getter, and what it held. Guarded by the half's lock. */
final class CalleeSlot extends SlotState<Getter> {
  int generation;
  int capacity;
  long id;
  int replyCapacity;
  int length;
  int flags;
}
