package io.filterport;

import java.lang.foreign.MemorySegment;

/** Content in memory. Thread-safe. */
record BytesContent(MemorySegment bytes) implements Content {

  @Override
  public long size() {
    return bytes.byteSize();
  }

  @Override
  public int read(long position, MemorySegment buffer) {
    if (position < 0) {
      throw new IllegalArgumentException("Negative position: " + position);
    }
    if (buffer.byteSize() > 0 && position >= size()) {
      return -1;
    }
    return copy(Math.min(position, size()), buffer);
  }

  private int copy(long position, MemorySegment buffer) {
    long count = Math.min(buffer.byteSize(), size() - position);
    MemorySegment.copy(bytes, position, buffer, 0, count);
    return (int) count;
  }

  @Override
  public void close() {
    // the memory belongs to whoever handed it over
  }
}
