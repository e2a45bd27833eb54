package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The payloads of a table's messages or replies. Who may touch a record is decided by the word of
 * its slot.
 */
interface Records {
  /**
   * Payload of a record that stays with its slot. Longer messages are so dear to copy that new
   * pages for each hardly count, and a burst of them must not stay in every slot.
   */
  int KEPT = 1 << 20;

  /** {@return the longest payload of a message or a reply; a record holds it} */
  int maxMessageBytes();

  /**
   * Makes room in a record, before anything is promised to anybody.
   *
   * @param slot whose record; only its writer may call this
   * @param payload bytes that will be written, at most the maximum
   * @throws OutOfMemoryError if there is no memory; the record is as it was
   */
  void reserve(int slot, int payload);

  /**
   * {@return the record}
   *
   * @param slot whose record
   */
  MemorySegment at(int slot);

  /**
   * Gives back what a record has beyond {@link #KEPT}. For its reader, who has copied out what it
   * wants and still has the right to the record.
   *
   * @param slot whose record
   * @param payload bytes that it held, at most the maximum
   */
  void giveBack(int slot, int payload);

  /** Records of a mapped segment: fixed places, untouched pages cost nothing. */
  final class Mapped implements Records {
    private static final int KEPT_BYTES = ConnectionLayout.wholePages(KEPT);

    private final MemorySegment segment;
    private final long base;
    private final int stride;
    private final int maxMessageBytes;
    private final Pages pages;

    private final int slots;

    /** Made when first asked for, as each view is; two threads may make the same. */
    private @Nullable MemorySegment @Nullable [] views;

    Mapped(
        MemorySegment segment, long base, int slots, int stride, int maxMessageBytes, Pages pages) {
      this.segment = segment;
      this.base = base;
      this.stride = stride;
      this.maxMessageBytes = maxMessageBytes;
      this.pages = pages;
      this.slots = slots;
    }

    @Override
    public int maxMessageBytes() {
      return maxMessageBytes;
    }

    @Override
    public void reserve(int slot, int payload) {
      // mapped with the connection
    }

    @Override
    public MemorySegment at(int slot) {
      @Nullable MemorySegment[] made = views;
      if (made == null) {
        made = new MemorySegment[slots];
        views = made;
      }
      MemorySegment view = made[slot];
      if (view == null) {
        view = segment.asSlice(base + (long) slot * stride, stride);
        made[slot] = view;
      }
      return view;
    }

    @Override
    public void giveBack(int slot, int payload) {
      int used = ConnectionLayout.wholePages(payload);
      if (used > KEPT_BYTES) {
        pages.giveBack(base + (long) slot * stride + KEPT_BYTES, used - KEPT_BYTES);
      }
    }
  }

  /** Records on the heap: made when first written, grown to what is written. */
  final class Heap implements Records {
    private static final int SMALLEST = 512;

    /** Published by the slot's word. */
    private final @Nullable MemorySegment[] records;

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
    public void reserve(int slot, int payload) {
      MemorySegment record = records[slot];
      if (record == null || record.byteSize() < payload) {
        records[slot] = MemorySegment.ofArray(new long[roomy(payload) >>> 3]);
      }
    }

    /** The next power of two, but no more than any message needs. */
    private int roomy(int needed) {
      int size = Math.max(SMALLEST, Integer.highestOneBit(needed - 1) << 1);
      int most = maxMessageBytes + Long.BYTES - 1;
      return Math.max(SMALLEST, Math.min(size, most));
    }

    @Override
    public MemorySegment at(int slot) {
      return Objects.requireNonNull(records[slot], "written before it is read");
    }

    /** Published by the slot's word, like what is written. */
    @Override
    public void giveBack(int slot, int payload) {
      if (payload > KEPT) {
        records[slot] = null;
      }
    }
  }
}
