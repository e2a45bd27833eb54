package io.filterport.volumes.nio;

import io.filterport.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/**
 * Content behind a channel of a file system that has no file channels. Thread-safe: readers take
 * turns, for the channel has one position.
 */
record SeekableContent(SeekableByteChannel channel, long size) implements Content {

  /** The best content for a channel, which belongs to it from here on. */
  static Content of(SeekableByteChannel channel) throws IOException {
    return channel instanceof FileChannel file
        ? Content.of(file)
        : new SeekableContent(channel, channel.size());
  }

  @Override
  public int read(long position, MemorySegment buffer) throws IOException {
    long bytes = Math.min(buffer.byteSize(), Integer.MAX_VALUE);
    synchronized (channel) {
      return channel.position(position).read(buffer.asSlice(0, bytes).asByteBuffer());
    }
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
