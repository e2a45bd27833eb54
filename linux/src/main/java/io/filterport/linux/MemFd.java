package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Files that live in memory and can be sealed against change. */
public final class MemFd {
  /** No more seals. */
  public static final int SEAL_SEAL = 1;

  /** The file keeps at least its size: only then may memory of another process be touched. */
  public static final int SEAL_SHRINK = 2;

  public static final int SEAL_GROW = 4;

  /** The content stays. -EBUSY while a writable mapping exists. */
  public static final int SEAL_WRITE = 8;

  /** No new writable mapping and no write(2); mappings that exist stay writable. Linux 5.1. */
  public static final int SEAL_FUTURE_WRITE = 0x10;

  private static final int MFD_CLOEXEC = 1;
  private static final int MFD_ALLOW_SEALING = 2;
  private static final int F_ADD_SEALS = 1033;
  private static final int F_GET_SEALS = 1034;
  private static final int FALLOC_FL_KEEP_SIZE = 1;
  private static final int FALLOC_FL_PUNCH_HOLE = 2;

  private static final MethodHandle MEMFD_CREATE =
      Native.function("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle FTRUNCATE =
      Native.function("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle FALLOCATE =
      Native.function(
          "fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));

  private MemFd() {}

  /**
   * {@return a new empty file that can be sealed, close-on-exec, or -errno}
   *
   * @param name shown in /proc only
   */
  public static int create(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = Native.string(arena, name);
      return Native.callInt(
          s -> (int) MEMFD_CREATE.invokeExact(s, text, MFD_CLOEXEC | MFD_ALLOW_SEALING));
    }
  }

  /**
   * Sets the size. New bytes are zero and cost no memory until they are touched.
   *
   * @param fd the file
   * @param size in bytes
   * @return 0, -EPERM if a seal forbids it, or -errno
   */
  public static int truncate(int fd, long size) {
    return Native.callInt(s -> (int) FTRUNCATE.invokeExact(s, fd, size));
  }

  /**
   * Gives memory back: whole pages of the range cost nothing and read as zero.
   *
   * @param fd the file
   * @param offset where the range begins
   * @param length its bytes
   * @return 0, -EPERM if {@link #SEAL_WRITE} or {@link #SEAL_FUTURE_WRITE} is set, or -errno
   */
  public static int punchHole(int fd, long offset, long length) {
    int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    return Native.callInt(s -> (int) FALLOCATE.invokeExact(s, fd, mode, offset, length));
  }

  /**
   * Adds seals, which nobody can take away.
   *
   * @param fd the file
   * @param seals the {@code SEAL_} constants
   * @return 0, -EPERM if {@link #SEAL_SEAL} is set, or -errno
   */
  public static int addSeals(int fd, int seals) {
    return Fds.fcntl(fd, F_ADD_SEALS, seals);
  }

  /**
   * {@return the seals, or -errno; -EINVAL if the file cannot have any}
   *
   * @param fd a file
   */
  public static int getSeals(int fd) {
    return Fds.fcntl(fd, F_GET_SEALS, 0);
  }
}
