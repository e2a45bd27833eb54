package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;

/**
 * {@code hungry} or {@code starved}: one half says that it waits for something.
 *
 * <p>The writer sets it and <em>then</em> looks again; the reader acts and <em>then</em> reads it:
 * one of the two sees the other.
 */
record SharedFlag(MemorySegment segment, long offset) {
  void set(boolean value) {
    Shared.setInt(segment, offset, value ? 1 : 0);
  }

  boolean isSet() {
    return Shared.getInt(segment, offset) != 0;
  }
}
