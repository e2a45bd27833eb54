package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;

/**
 * The message or the reply records of a table: 128 bytes of header, then the payload. Who may touch
 * a record is decided by the word of its slot.
 */
interface Records {
  /** {@return the most payload bytes a record can hold} */
  int capacity();

  /**
   * Makes room in a record, before anything is promised to anybody.
   *
   * @param slot whose record; only its writer may call this
   * @param payload bytes that will be written, at most the capacity
   * @throws OutOfMemoryError if there is no memory; the record is as it was
   */
  void reserve(int slot, int payload);

  /**
   * {@return the record}
   *
   * @param slot whose record
   */
  MemorySegment at(int slot);

  /** Records of a mapped segment: fixed places, untouched pages cost nothing. */
  record Mapped(MemorySegment segment, long base, int stride) implements Records {
    @Override
    public int capacity() {
      return stride - ConnectionLayout.RECORD_HEADER;
    }

    @Override
    public void reserve(int slot, int payload) {
      // mapped with the connection
    }

    @Override
    public MemorySegment at(int slot) {
      return segment.asSlice(base + (long) slot * stride, stride);
    }
  }

  /** Records on the heap: made when first written, grown to what is written. */
  final class Heap implements Records {
    private static final int SMALLEST = 512;

    /** Published by the slot's word. */
    private final MemorySegment[] records;

    Heap(int slots) {
      records = new MemorySegment[slots];
    }

    @Override
    public int capacity() {
      return ConnectionLayout.DEFAULT_STRIDE - ConnectionLayout.RECORD_HEADER;
    }

    @Override
    public void reserve(int slot, int payload) {
      MemorySegment record = records[slot];
      int needed = ConnectionLayout.RECORD_HEADER + payload;
      if (record == null || record.byteSize() < needed) {
        int size = Math.max(SMALLEST, Integer.highestOneBit(needed - 1) << 1);
        records[slot] = MemorySegment.ofArray(new long[size >>> 3]);
      }
    }

    @Override
    public MemorySegment at(int slot) {
      return records[slot];
    }
  }
}
