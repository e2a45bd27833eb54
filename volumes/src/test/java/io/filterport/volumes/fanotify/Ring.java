package io.filterport.volumes.fanotify;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.filterport.linux.Fds;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** An io_uring of one entry, for one operation. For one thread. */
final class Ring implements AutoCloseable {
  private static final long SETUP = 425;
  private static final long ENTER = 426;
  private static final long REGISTER = 427;
  private static final int REGISTER_BUFFERS = 0;
  private static final byte READ_FIXED = 4;
  private static final byte OPENAT = 18;
  private static final int AT_FDCWD = -100;
  private static final int GETEVENTS = 1;
  private static final int READ_WRITE = 3;
  private static final int SHARED = 1;
  private static final long ENTRIES_AT = 0x10000000;
  private static final long ENTRY_BYTES = 64;
  private static final long RINGS_BYTES = 4096;

  /* struct io_uring_params */
  private static final long PARAMS_BYTES = 120;
  private static final long SUBMIT_TAIL = 44;
  private static final long SUBMIT_ARRAY = 64;
  private static final long COMPLETE_HEAD = 80;
  private static final long COMPLETE_MASK = 88;
  private static final long COMPLETIONS = 100;

  private static final MethodHandle SYSCALL =
      function(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle MMAP =
      function(
          "mmap",
          FunctionDescriptor.of(
              ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));

  private final int descriptor;
  private final MemorySegment params;
  private final MemorySegment rings;
  private final MemorySegment entry;

  private Ring(int descriptor, MemorySegment params) {
    this.descriptor = descriptor;
    this.params = params;
    this.rings = map(0, RINGS_BYTES);
    this.entry = map(ENTRIES_AT, ENTRY_BYTES);
  }

  /** {@return a ring; null where this system has none} */
  static @Nullable Ring make() {
    MemorySegment params = Arena.ofAuto().allocate(PARAMS_BYTES, Long.BYTES);
    int descriptor = (int) call(SETUP, 1, params, 0, 0);
    return descriptor < 0 ? null : new Ring(descriptor, params);
  }

  /** {@return a descriptor, or -errno} */
  int open(MemorySegment path) {
    return run(OPENAT, AT_FDCWD, path, 0);
  }

  /** {@return whether the kernel pins the pages of memory until the ring is closed} */
  boolean pin(MemorySegment memory) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment iovec = arena.allocate(16, Long.BYTES);
      iovec.set(ADDRESS, 0, memory);
      iovec.set(JAVA_LONG, 8, memory.byteSize());
      return call(
              REGISTER, descriptor, MemorySegment.ofAddress(REGISTER_BUFFERS), iovec.address(), 1)
          >= 0;
    }
  }

  /** {@return the bytes that were read from a file to the memory that was pinned, or -errno} */
  int read(int file, MemorySegment pinned) {
    return run(READ_FIXED, file, pinned, (int) pinned.byteSize());
  }

  private int run(byte operation, int file, MemorySegment memory, int length) {
    entry.fill((byte) 0);
    entry.set(JAVA_BYTE, 0, operation);
    entry.set(JAVA_INT, 4, file);
    entry.set(JAVA_LONG, 16, memory.address());
    entry.set(JAVA_INT, 24, length);
    rings.set(JAVA_INT, params.get(JAVA_INT, SUBMIT_ARRAY), 0);
    rings.set(JAVA_INT, params.get(JAVA_INT, SUBMIT_TAIL), 1);
    call(ENTER, descriptor, MemorySegment.ofAddress(1), 1, GETEVENTS);
    return result();
  }

  private int result() {
    int head = rings.get(JAVA_INT, params.get(JAVA_INT, COMPLETE_HEAD));
    int mask = rings.get(JAVA_INT, params.get(JAVA_INT, COMPLETE_MASK));
    return rings.get(JAVA_INT, params.get(JAVA_INT, COMPLETIONS) + (head & mask) * 16L + 8);
  }

  @Override
  public void close() {
    Fds.close(descriptor);
  }

  private MemorySegment map(long at, long bytes) {
    try {
      MemorySegment mapped =
          (MemorySegment)
              MMAP.invokeExact(MemorySegment.NULL, bytes, READ_WRITE, SHARED, descriptor, at);
      return mapped.reinterpret(bytes);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The second argument of ENTER and REGISTER is a number, that of SETUP a structure. */
  private static long call(long number, long first, MemorySegment second, long third, long fourth) {
    try {
      return (long) SYSCALL.invokeExact(number, first, second, third, fourth, 0L, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle function(
      String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type, options);
  }
}
