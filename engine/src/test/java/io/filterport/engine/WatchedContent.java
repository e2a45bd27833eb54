package io.filterport.engine;

import io.filterport.Content;
import java.lang.foreign.MemorySegment;

/** An empty content that tells whether it was closed. */
final class WatchedContent implements Content {
  volatile boolean closed;

  @Override
  public long size() {
    return 0;
  }

  @Override
  public int read(long position, MemorySegment buffer) {
    return -1;
  }

  @Override
  public void close() {
    closed = true;
  }
}
