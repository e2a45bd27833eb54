package io.filterport.engine;

import io.filterport.engine.slots.ConnectionLayout;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Views of the records of one connection, kept by slot: calls of the lengths that came last
 * allocate none. Those of a slot are for the worker whose call is in it; the rest is safe for use
 * by any.
 */
final class InPlaceViews {
  /** A view of more is made each time: what a long message took is given back after it. */
  private static final long KEPT = 1 << 20;

  /** Made with the first call. Written under this. */
  private volatile OfSlot @Nullable [] slots;

  /** A slot's message and its reply. */
  static final class OfSlot {
    final View input = new View();
    final View output = new View();
  }

  /** A slice that is kept as long as the same one is wanted. */
  static final class View {
    private MemorySegment of = MemorySegment.NULL;
    private MemorySegment slice = MemorySegment.NULL;

    MemorySegment slice(MemorySegment whole, long length, boolean readOnly) {
      if (length > KEPT) {
        return made(whole, length, readOnly);
      }
      if (!of.equals(whole) || slice.byteSize() != length) {
        slice = made(whole, length, readOnly);
        of = whole;
      }
      return slice;
    }

    private static MemorySegment made(MemorySegment whole, long length, boolean readOnly) {
      MemorySegment part = whole.asSlice(0, length);
      return readOnly ? part.asReadOnly() : part;
    }
  }

  OfSlot at(int slot) {
    OfSlot[] made = slots;
    return (made == null ? make() : made)[slot];
  }

  private synchronized OfSlot[] make() {
    OfSlot[] made = slots;
    if (made == null) {
      made = new OfSlot[ConnectionLayout.DEFAULT_SLOTS];
      for (int i = 0; i < made.length; i++) {
        made[i] = new OfSlot();
      }
      slots = made;
    }
    return made;
  }
}
