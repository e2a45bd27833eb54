package io.filterport.linux;

import io.filterport.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntToLongFunction;

/**
 * Content behind a descriptor, read at explicit positions only and never opened again. Thread-safe:
 * the descriptor's number is given back when the content is closed <em>and</em> no call uses it any
 * more, so that a late reader can never read another file that got the number.
 */
public final class DescriptorContent implements Content {
  private static final long LARGEST_COPY = 64 * 1024;
  private static final long SMALLEST_COPY = 4 * 1024;

  private final int descriptor;
  private final long size;

  // guarded by this
  private int users = 1;
  private boolean closed;

  /**
   * Makes content of a descriptor, which belongs to it from here on.
   *
   * @param descriptor open for reading, of a file that can be read at positions
   * @param size the size that {@link #size()} gives
   */
  public DescriptorContent(int descriptor, long size) {
    this.descriptor = descriptor;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  /**
   * {@return what a system call gives for the descriptor, or -EBADF if the content is closed} The
   * descriptor stays open until the call returns, not longer.
   *
   * @param call takes the descriptor, such as one that sends it to another process
   */
  public long use(IntToLongFunction call) {
    if (!begin()) {
      return -Errno.EBADF;
    }
    try {
      return call.applyAsLong(descriptor);
    } finally {
      end();
    }
  }

  private synchronized boolean begin() {
    if (closed) {
      return false;
    }
    users++;
    return true;
  }

  private synchronized int end() {
    return --users == 0 ? Fds.close(descriptor) : 0;
  }

  @Override
  public int read(long position, MemorySegment buffer) throws IOException {
    check(position, buffer);
    if (buffer.byteSize() == 0) {
      return 0;
    }
    long result = buffer.isNative() ? readNative(position, buffer) : copy(position, buffer);
    if (result < 0) {
      throw new IOException("reading " + this + ": " + reason(result));
    }
    return result == 0 ? -1 : (int) result;
  }

  private static void check(long position, MemorySegment buffer) {
    if (position < 0 || buffer.isReadOnly()) {
      throw new IllegalArgumentException(
          position < 0 ? "position " + position : "the buffer is read-only");
    }
  }

  private String reason(long result) {
    return isClosed() ? "the content is closed" : Errno.message((int) result);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private long readNative(long position, MemorySegment buffer) {
    MemorySegment part = buffer.asSlice(0, Math.min(buffer.byteSize(), Integer.MAX_VALUE));
    long result;
    do {
      result = use(fd -> Fds.readAt(fd, part, position));
    } while (result == -Errno.EINTR);
    return result;
  }

  /** The kernel cannot write into the Java heap. */
  private long copy(long position, MemorySegment buffer) {
    long left = Math.clamp(size - position, SMALLEST_COPY, LARGEST_COPY);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(Math.min(buffer.byteSize(), left));
      long result = readNative(position, bytes);
      MemorySegment.copy(
          bytes, ValueLayout.JAVA_BYTE, 0, buffer, ValueLayout.JAVA_BYTE, 0, Math.max(result, 0));
      return result;
    }
  }

  @Override
  public void close() {
    int result = closeOnce();
    if (result < 0) {
      throw new UncheckedIOException(new IOException("closing: " + Errno.message(result)));
    }
  }

  private synchronized int closeOnce() {
    if (closed) {
      return 0;
    }
    closed = true;
    return end();
  }

  @Override
  public String toString() {
    return "content of " + size + " bytes";
  }
}
