package io.filterport;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Conveniences around the {@link MemorySegment} that every call takes. Stateless. */
public final class Buffers {
  private Buffers() {}

  /**
   * {@return a view of an array, no copy}
   *
   * @param bytes the array
   */
  public static MemorySegment of(byte... bytes) {
    return MemorySegment.ofArray(bytes);
  }

  /**
   * {@return a view of a buffer between its position and its limit, no copy}
   *
   * @param buffer heap or direct
   */
  public static MemorySegment of(ByteBuffer buffer) {
    return MemorySegment.ofBuffer(buffer);
  }

  /**
   * {@return a text as UTF-8, without a terminator}
   *
   * @param text any text
   */
  public static MemorySegment utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * {@return a new zeroed heap buffer}
   *
   * @param bytes its size
   */
  public static MemorySegment allocate(int bytes) {
    return of(new byte[bytes]);
  }

  /**
   * {@return a copy of the bytes of a buffer}
   *
   * @param buffer any buffer up to 2 GiB
   */
  public static byte[] bytes(MemorySegment buffer) {
    return buffer.toArray(ValueLayout.JAVA_BYTE);
  }

  /**
   * {@return whether a buffer begins at a multiple of the alignment, as minispy tests it before it
   * reads structures}
   *
   * <p>Accesses here need no alignment; the test is for code that must also be right on Windows,
   * where it answers STATUS_DATATYPE_MISALIGNMENT (BUF-05). A heap buffer counts as aligned.
   *
   * @param buffer any buffer
   * @param alignment a power of two, in bytes
   */
  public static boolean isAligned(MemorySegment buffer, int alignment) {
    return !buffer.isNative() || (buffer.address() & (alignment - 1)) == 0;
  }
}
