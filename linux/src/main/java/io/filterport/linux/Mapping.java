package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A file's bytes as memory that processes share, until {@link #close}. Any thread may use and close
 * it.
 *
 * <p>A mapping of a file that can still shrink must not be touched: a fault in it can end the JVM.
 */
public final class Mapping implements AutoCloseable {
  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int MAP_SHARED = 1;
  private static final int MAP_NORESERVE = 0x4000;
  private static final int MADV_REMOVE = 9;

  private static final MethodHandle MMAP =
      Native.function(
          "mmap",
          FunctionDescriptor.of(
              JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MADVISE =
      Native.function("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle MUNMAP =
      Native.function("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

  private static final MethodHandle GETPAGESIZE =
      Native.function("getpagesize", FunctionDescriptor.of(JAVA_INT));

  private final Arena arena = Arena.ofShared();
  private final int result;
  private final MemorySegment segment;

  private Mapping(long addressOrError, long length, boolean writable) {
    result = (int) Math.min(addressOrError, 0);
    segment = result < 0 ? MemorySegment.NULL : owned(addressOrError, length, writable);
  }

  private MemorySegment owned(long address, long length, boolean writable) {
    MemorySegment all = MemorySegment.ofAddress(address).reinterpret(length, arena, Mapping::unmap);
    return writable ? all : all.asReadOnly();
  }

  private static void unmap(MemorySegment all) {
    long length = all.byteSize();
    Native.callInt(s -> (int) MUNMAP.invokeExact(s, all, length));
  }

  /**
   * Maps the beginning of a file for reading and writing. Look at {@link #result} first.
   *
   * @param fd the file; it may be closed afterwards
   * @param length in bytes
   * @return the mapping
   */
  public static Mapping readWrite(int fd, long length) {
    return new Mapping(map(fd, length, PROT_READ | PROT_WRITE), length, true);
  }

  /**
   * Maps the beginning of a file for reading. Look at {@link #result} first.
   *
   * @param fd the file; it may be closed afterwards
   * @param length in bytes
   * @return the mapping
   */
  public static Mapping readOnly(int fd, long length) {
    return new Mapping(map(fd, length, PROT_READ), length, false);
  }

  private static long map(int fd, long length, int protection) {
    int flags = MAP_SHARED | MAP_NORESERVE;
    return Native.callLong(
        s -> (long) MMAP.invokeExact(s, MemorySegment.NULL, length, protection, flags, fd, 0L));
  }

  /** {@return 0, or -errno; then there is nothing to use} */
  public int result() {
    return result;
  }

  /**
   * {@return the memory} After {@link #close} every access to it, by any thread, is an {@link
   * IllegalStateException}.
   *
   * @throws IllegalStateException if the mapping failed
   */
  public MemorySegment segment() {
    if (result < 0) {
      throw new IllegalStateException("not mapped: " + Errno.name(result));
    }
    return segment;
  }

  /**
   * Gives whole pages of the file back, for all who map it: they cost nothing and read as zero.
   * Where the kernel refuses, as it does under a seal against writing, they stay as they are.
   *
   * @param offset where the range begins; what is not a whole page of the kernel stays
   * @param length its bytes
   */
  public void giveBack(long offset, long length) {
    giveBack(offset, length, Native.plainInt(s -> (int) GETPAGESIZE.invokeExact(s)));
  }

  /** With pages of so many bytes: 4 KiB, on aarch64 perhaps 16 or 64. */
  void giveBack(long offset, long length, int page) {
    long begin = (offset + page - 1) & -page;
    long bytes = ((offset + length) & -page) - begin;
    if (bytes > 0) {
      MemorySegment range = segment().asSlice(begin, bytes);
      int ignored = Native.callInt(s -> (int) MADVISE.invokeExact(s, range, bytes, MADV_REMOVE));
    }
  }

  /**
   * Unmaps. The second time nothing happens.
   *
   * @throws IllegalStateException if a system call on the memory is under way, a futex wait for
   *     instance; wake it and close again
   */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
