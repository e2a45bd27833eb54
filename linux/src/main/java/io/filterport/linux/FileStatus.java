package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * What statx(2) says about a file; immutable.
 *
 * @param result 0, or -errno; then the other numbers are 0
 * @param device {@code major << 32 | minor} of the file system
 * @param inode the file's number there
 * @param mode type and permission bits, see {@link #isRegular}
 * @param links how many names the file has
 * @param uid the owner, 0…4294967295
 * @param size in bytes
 * @param modifiedNanos mtime since 1970; the owner can set it to anything, and a time outside
 *     1678…2262 wraps
 * @param changedNanos ctime since 1970
 * @param mountId the mount that the descriptor came through, or 0 before Linux 5.8
 */
public record FileStatus(
    int result,
    long device,
    long inode,
    int mode,
    long links,
    long uid,
    long size,
    long modifiedNanos,
    long changedNanos,
    long mountId) {

  private static final int S_IFMT = 0xf000;
  private static final int S_IFREG = 0x8000;
  private static final int S_IFDIR = 0x4000;

  private static final int NO_DIRECTORY = -1;
  private static final int AT_EMPTY_PATH = 0x1000;

  /** What the kernel knows: a server that does not answer must not be waited for. */
  private static final int AT_STATX_DONT_SYNC = 0x4000;

  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int STATX_MNT_ID = 0x1000;

  /* struct statx */
  private static final int MASK = 0;
  private static final int NLINK = 16;
  private static final int UID = 20;
  private static final int MODE = 28;
  private static final int INO = 32;
  private static final int SIZE = 40;
  private static final int CTIME = 96;
  private static final int MTIME = 112;
  private static final int DEV_MAJOR = 136;
  private static final int DEV_MINOR = 140;
  private static final int MNT_ID = 144;
  private static final int STATX_SIZE = 256;

  /* struct statx_timestamp */
  private static final int SECONDS = 0;
  private static final int NANOS = 8;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final MethodHandle STATX =
      Native.function(
          "statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));

  /**
   * {@return the status of the file behind a descriptor}
   *
   * @param fd the descriptor
   */
  public static FileStatus of(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(STATX_SIZE, Long.BYTES);
      int result = statx(fd, arena.allocate(1), status);
      return result < 0 ? failed(result) : read(status);
    }
  }

  /**
   * {@return the status of what a path leads to} It is not opened.
   *
   * @param path an absolute path
   */
  public static FileStatus at(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(STATX_SIZE, Long.BYTES);
      int result = statx(NO_DIRECTORY, Native.string(arena, path), status);
      return result < 0 ? failed(result) : read(status);
    }
  }

  private static int statx(int fd, MemorySegment path, MemorySegment status) {
    int flags = AT_EMPTY_PATH | AT_STATX_DONT_SYNC;
    int wanted = STATX_BASIC_STATS | STATX_MNT_ID;
    return Native.callInt(s -> (int) STATX.invokeExact(s, fd, path, flags, wanted, status));
  }

  /**
   * {@return the status of a file that could not be looked at: nothing but the reason}
   *
   * @param result -errno
   */
  public static FileStatus failed(int result) {
    return new FileStatus(result, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static FileStatus read(MemorySegment status) {
    boolean hasMountId = (status.get(JAVA_INT, MASK) & STATX_MNT_ID) != 0;
    return new FileStatus(
        0,
        unsigned(status, DEV_MAJOR) << 32 | unsigned(status, DEV_MINOR),
        status.get(JAVA_LONG, INO),
        Short.toUnsignedInt(status.get(JAVA_SHORT, MODE)),
        unsigned(status, NLINK),
        unsigned(status, UID),
        status.get(JAVA_LONG, SIZE),
        time(status, MTIME),
        time(status, CTIME),
        hasMountId ? status.get(JAVA_LONG, MNT_ID) : 0);
  }

  private static long unsigned(MemorySegment status, int offset) {
    return Native.unsigned(status.get(JAVA_INT, offset));
  }

  private static long time(MemorySegment status, int offset) {
    long seconds = status.get(JAVA_LONG, offset + SECONDS);
    return seconds * NANOS_PER_SECOND + unsigned(status, offset + NANOS);
  }

  /** {@return whether this is a regular file} */
  public boolean isRegular() {
    return (mode & S_IFMT) == S_IFREG;
  }

  /** {@return whether this is a directory} */
  public boolean isDirectory() {
    return (mode & S_IFMT) == S_IFDIR;
  }
}
