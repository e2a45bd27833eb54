package io.filterport.scanner;

import io.filterport.Buffers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What a service says when it connects, as the context of its connection: a little endian u32, bit
 * 0 as the component says, the others 0. A service without a context says 0.
 *
 * @param smallInside whether it wants the content of small files in the message, and not beside it
 */
record ScanGreeting(boolean smallInside) {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int SMALL_INSIDE = 1;

  MemorySegment encode() {
    MemorySegment context = Buffers.allocate(Integer.BYTES);
    context.set(INT, 0, smallInside ? SMALL_INSIDE : 0);
    return context;
  }

  /**
   * {@return what a context says}
   *
   * @throws IllegalArgumentException if it says something else
   */
  static ScanGreeting decode(MemorySegment context) {
    if (context.byteSize() == 0) {
      return new ScanGreeting(false);
    }
    int said = context.byteSize() == Integer.BYTES ? context.get(INT, 0) : -1;
    if ((said & ~SMALL_INSIDE) != 0) {
      throw new IllegalArgumentException(
          "a scanner's greeting of " + context.byteSize() + " bytes");
    }
    return new ScanGreeting(said == SMALL_INSIDE);
  }
}
