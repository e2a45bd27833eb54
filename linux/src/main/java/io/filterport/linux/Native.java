package io.filterport.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.stream.Stream;

/**
 * Makes handles of C functions and runs them: the value, or {@code -errno}.
 *
 * <p>Every handle takes the thread's state segment first. It holds the captured errno (the JVM may
 * make calls of its own before we could ask) and {@link #SCRATCH_SIZE} bytes for small structures
 * that live for one call.
 */
final class Native {
  /** Where the bytes for small structures are in the state segment, and how many. */
  static final int SCRATCH = 16;

  static final int SCRATCH_SIZE = 48;

  private static final long ERRNO =
      Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));
  private static final ThreadLocal<MemorySegment> STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(SCRATCH + SCRATCH_SIZE, 16));

  private Native() {}

  /** A call that gives an int, or -1 and errno. */
  @FunctionalInterface
  interface IntCall {
    int run(MemorySegment state) throws Throwable;
  }

  /** A call that gives a long, or -1 and errno. */
  @FunctionalInterface
  interface LongCall {
    long run(MemorySegment state) throws Throwable;
  }

  static int callInt(IntCall call) {
    MemorySegment state = state();
    try {
      return orErrno(call.run(state), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** For a function that cannot fail: -1 is a value. */
  static int plainInt(IntCall call) {
    try {
      return call.run(state());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long callLong(LongCall call) {
    MemorySegment state = state();
    try {
      return orErrno(call.run(state), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@return a handle that takes the state segment and then the function's arguments} */
  static MethodHandle function(String name, FunctionDescriptor type) {
    return link(name, type, Linker.Option.captureCallState("errno"));
  }

  /** The same for a function with {@code ...} after its first {@code fixed} arguments. */
  static MethodHandle variadic(String name, int fixed, FunctionDescriptor type) {
    return link(
        name, type, Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(fixed));
  }

  private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
    if (!LinuxSupport.isAvailable()) {
      return missing(name, type);
    }
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(address -> linker.downcallHandle(address, type, options))
        .orElseGet(() -> missing(name, type));
  }

  /** So that classes load everywhere and only a call fails. */
  private static MethodHandle missing(String name, FunctionDescriptor type) {
    MethodType wanted = type.toMethodType().insertParameterTypes(0, MemorySegment.class);
    MethodHandle thrower =
        MethodHandles.throwException(wanted.returnType(), UnsupportedOperationException.class)
            .bindTo(LinuxSupport.unsupported(name));
    return MethodHandles.dropArguments(thrower, 0, wanted.parameterList());
  }

  static MemorySegment state() {
    return STATE.get();
  }

  /** {@return this thread's bytes for structures that live for one call} */
  static MemorySegment scratch() {
    return state().asSlice(SCRATCH, SCRATCH_SIZE);
  }

  static int orErrno(int value, MemorySegment state) {
    return value == -1 ? -errno(state) : value;
  }

  static long orErrno(long value, MemorySegment state) {
    return value == -1 ? -errno(state) : value;
  }

  private static int errno(MemorySegment state) {
    return state.get(ValueLayout.JAVA_INT, ERRNO);
  }

  /** The one place for what a handle may throw: nothing checked is possible. */
  static AssertionError unexpected(Throwable thrown) {
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    return new AssertionError(thrown);
  }

  /** {@return the text in UTF-8 with a zero byte at its end} */
  static MemorySegment string(SegmentAllocator allocator, String text) {
    if (text.indexOf(0) >= 0) {
      throw new IllegalArgumentException("zero byte in " + text.replace('\0', '?'));
    }
    return allocator.allocateFrom(text);
  }

  static FunctionDescriptor ints(int count) {
    return FunctionDescriptor.of(
        ValueLayout.JAVA_INT,
        Stream.generate(() -> ValueLayout.JAVA_INT).limit(count).toArray(ValueLayout.OfInt[]::new));
  }

  static long unsigned(int id) {
    return Integer.toUnsignedLong(id);
  }
}
