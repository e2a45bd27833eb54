package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;

/**
 * Message records that tell when a sender is about to write: between its claim and its delivery.
 *
 * @param records the records themselves
 * @param beforeWrite run by the sender
 */
record WatchedRecords(Records records, Runnable beforeWrite) implements Records {
  @Override
  public int capacity() {
    return records.capacity();
  }

  @Override
  public MemorySegment forWrite(int slot, int payload) {
    beforeWrite.run();
    return records.forWrite(slot, payload);
  }

  @Override
  public MemorySegment forRead(int slot) {
    return records.forRead(slot);
  }
}
