package io.filterport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;

/**
 * Bytes of any size that travel beside a message, such as a file to scan. Thread-safe: any number
 * of threads may read at once.
 *
 * <p>The bytes may change meanwhile: nobody holds the file still. Reading never moves a position,
 * and never opens anything by a path again.
 */
public interface Content extends AutoCloseable {

  /** {@return the size in bytes at the time the content was handed over; never negative} */
  long size();

  /**
   * Reads bytes from a position into the beginning of a buffer.
   *
   * @param position where to read, in bytes from the beginning; at least 0
   * @param buffer what to fill, as far as bytes are there; may be heap or native memory
   * @return how many bytes were read, which may be fewer than the buffer holds; -1 at the end; 0
   *     only if the buffer is empty
   * @throws IOException if the bytes cannot be read, or the content is closed
   * @throws IllegalArgumentException if the position is negative or the buffer is read-only
   */
  int read(long position, MemorySegment buffer) throws IOException;

  /**
   * Gives back what the content holds; further calls do nothing.
   *
   * @throws UncheckedIOException if that fails
   */
  @Override
  void close();

  /**
   * Content that is a file. The channel belongs to the content from here on: closing the content
   * closes it, and so does interrupting a thread that reads (as with every file channel). Between
   * processes its bytes are copied, up to 64 MiB; what a volume gives travels as an open file.
   *
   * @param channel an open channel that can be read
   * @return the content, with the size that the file has now
   * @throws IOException if the size cannot be had
   */
  static Content of(FileChannel channel) throws IOException {
    return new ChannelContent(channel, channel.size());
  }

  /**
   * Content that is in memory. The bytes are not copied: later changes show.
   *
   * @param bytes the bytes
   * @return the content; closing it does nothing
   */
  static Content of(byte[] bytes) {
    return new BytesContent(MemorySegment.ofArray(bytes).asReadOnly());
  }
}
