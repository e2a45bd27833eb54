package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;

/**
 * The message or the reply records of a table: 128 bytes of header, then the payload. Who may touch
 * a record is decided by the word of its slot.
 */
interface Records {
  /** {@return the longest payload of a message or a reply; a record holds it} */
  int maxMessageBytes();

  /**
   * {@return the record, for writing}
   *
   * @param slot whose record
   * @param payload bytes that will be written, at most the maximum
   */
  MemorySegment forWrite(int slot, int payload);

  /**
   * {@return the record, for reading what the other half wrote}
   *
   * @param slot whose record
   */
  MemorySegment forRead(int slot);

  /** Records of a mapped segment: fixed places, untouched pages cost nothing. */
  record Mapped(MemorySegment segment, long base, int stride, int maxMessageBytes)
      implements Records {
    @Override
    public MemorySegment forWrite(int slot, int payload) {
      return forRead(slot);
    }

    @Override
    public MemorySegment forRead(int slot) {
      return segment.asSlice(base + (long) slot * stride, stride);
    }
  }

  /** Records on the heap: made when first written, grown to what is written. */
  final class Heap implements Records {
    private static final int SMALLEST = 512;

    /** Published by the slot's word. */
    private final MemorySegment[] records;

    private final int maxMessageBytes;

    Heap(int slots, int maxMessageBytes) {
      this.records = new MemorySegment[slots];
      this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public int maxMessageBytes() {
      return maxMessageBytes;
    }

    @Override
    public MemorySegment forWrite(int slot, int payload) {
      MemorySegment record = records[slot];
      int needed = ConnectionLayout.RECORD_HEADER + payload;
      if (record == null || record.byteSize() < needed) {
        int size = Math.max(SMALLEST, Integer.highestOneBit(needed - 1) << 1);
        record = MemorySegment.ofArray(new long[size >>> 3]);
        records[slot] = record;
      }
      return record;
    }

    @Override
    public MemorySegment forRead(int slot) {
      return records[slot];
    }
  }
}
