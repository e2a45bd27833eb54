package io.filterport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;

/** Content behind a file channel, read at explicit positions only. Thread-safe. */
record ChannelContent(FileChannel channel, long size) implements Content {

  @Override
  public int read(long position, MemorySegment buffer) throws IOException {
    long bytes = Math.min(buffer.byteSize(), Integer.MAX_VALUE);
    return channel.read(buffer.asSlice(0, bytes).asByteBuffer(), position);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
