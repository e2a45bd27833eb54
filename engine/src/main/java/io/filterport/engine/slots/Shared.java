package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** Atomic access to naturally aligned fields of a segment. Both sides of every pair are here. */
final class Shared {
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  private Shared() {}

  static long getLong(MemorySegment segment, long offset) {
    return (long) LONG.getVolatile(segment, offset);
  }

  static void setLong(MemorySegment segment, long offset, long value) {
    LONG.setVolatile(segment, offset, value);
  }

  static boolean casLong(MemorySegment segment, long offset, long expected, long value) {
    return LONG.compareAndSet(segment, offset, expected, value);
  }

  static void orLong(MemorySegment segment, long offset, long bits) {
    long ignored = (long) LONG.getAndBitwiseOr(segment, offset, bits);
  }

  static long swapLong(MemorySegment segment, long offset, long value) {
    return (long) LONG.getAndSet(segment, offset, value);
  }

  static int getInt(MemorySegment segment, long offset) {
    return (int) INT.getVolatile(segment, offset);
  }

  static void setInt(MemorySegment segment, long offset, int value) {
    INT.setVolatile(segment, offset, value);
  }

  static boolean casInt(MemorySegment segment, long offset, int expected, int value) {
    return INT.compareAndSet(segment, offset, expected, value);
  }
}
