package io.filterport.scanner.engine;

import io.filterport.Content;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Zeros of any size with some bytes somewhere; remembers which buffers were filled. */
final class SyntheticContent implements Content {

  private final long size;
  private final long place;
  private final MemorySegment planted;
  private final int mostPerRead;
  final Set<Object> buffers = ConcurrentHashMap.newKeySet();
  long largestBuffer;

  SyntheticContent(long size, long place, byte[] planted, int mostPerRead) {
    this.size = size;
    this.place = place;
    this.planted = MemorySegment.ofArray(planted);
    this.mostPerRead = mostPerRead;
  }

  static SyntheticContent of(long size, long place, byte[] planted) {
    return new SyntheticContent(size, place, planted, Integer.MAX_VALUE);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, MemorySegment buffer) {
    buffer.heapBase().ifPresent(base -> buffers.add(System.identityHashCode(base)));
    largestBuffer = Math.max(largestBuffer, buffer.byteSize());
    if (position >= size) {
      return -1;
    }
    long count = Math.min(Math.min(buffer.byteSize(), mostPerRead), size - position);
    buffer.asSlice(0, count).fill((byte) 0);
    plant(position, buffer, count);
    return (int) count;
  }

  private void plant(long position, MemorySegment buffer, long count) {
    long from = Math.max(place, position);
    long to = Math.min(place + planted.byteSize(), position + count);
    if (from < to) {
      MemorySegment.copy(planted, from - place, buffer, from - position, to - from);
    }
  }

  @Override
  public void close() {
    // nothing is held
  }
}
