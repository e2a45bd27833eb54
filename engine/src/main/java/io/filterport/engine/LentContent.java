package io.filterport.engine;

import io.filterport.Content;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** A filter's content as its service sees it in the same JVM: closing it takes nothing away. */
final class LentContent implements Content {
  private final Content content;
  private volatile boolean closed;

  LentContent(Content content) {
    this.content = content;
  }

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public int read(long position, MemorySegment buffer) throws IOException {
    if (closed) {
      throw new IOException("the content is closed: its message is answered");
    }
    return content.read(position, buffer);
  }

  @Override
  public void close() {
    closed = true;
  }
}
