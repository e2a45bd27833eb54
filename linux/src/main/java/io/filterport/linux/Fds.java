package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What every file descriptor can do. */
public final class Fds {
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CLOEXEC = 0x80000;
  public static final int O_PATH = 0x200000;
  public static final int O_DIRECTORY = Arch.O_DIRECTORY;
  public static final int O_NOFOLLOW = Arch.O_NOFOLLOW;

  /** The bits of {@link #accessMode}: O_RDONLY, O_WRONLY or O_RDWR. */
  private static final int O_ACCMODE = 3;

  static final int O_NONBLOCK = 0x800;
  private static final int FD_CLOEXEC = 1;
  private static final int F_GETFD = 1;
  private static final int F_SETFD = 2;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int F_DUPFD_CLOEXEC = 1030;

  private static final FunctionDescriptor TRANSFER =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final FunctionDescriptor TRANSFER_AT =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);

  private static final MethodHandle OPEN =
      Native.variadic("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE = Native.function("close", Native.ints(1));
  private static final MethodHandle FCNTL = Native.variadic("fcntl", 2, Native.ints(3));
  private static final MethodHandle READ = Native.function("read", TRANSFER);
  private static final MethodHandle WRITE = Native.function("write", TRANSFER);
  private static final MethodHandle PREAD = Native.function("pread", TRANSFER_AT);
  private static final MethodHandle PWRITE = Native.function("pwrite", TRANSFER_AT);
  private static final MethodHandle READLINK =
      Native.function("readlink", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));

  private static final int PATH_MAX = 4096;

  private Fds() {}

  /**
   * {@return a new descriptor, close-on-exec, or -errno}
   *
   * @param path what to open; it must exist
   * @param flags the {@code O_} constants of this class
   */
  public static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = Native.string(arena, path);
      return Native.callInt(s -> (int) OPEN.invokeExact(s, name, flags | O_CLOEXEC));
    }
  }

  /**
   * {@return 0 or -errno} The descriptor is gone even after -EINTR or -EIO: never close it again.
   *
   * @param fd the descriptor
   */
  public static int close(int fd) {
    return Native.callInt(s -> (int) CLOSE.invokeExact(s, fd));
  }

  /**
   * {@return another descriptor of the same open file, close-on-exec, or -errno}
   *
   * @param fd the descriptor
   */
  public static int duplicate(int fd) {
    return fcntl(fd, F_DUPFD_CLOEXEC, 0);
  }

  /**
   * {@return {@link #O_RDONLY}, {@link #O_WRONLY}, {@link #O_RDWR}, or -errno}
   *
   * @param fd the descriptor; one opened with {@link #O_PATH} looks like {@link #O_RDONLY} here
   */
  public static int accessMode(int fd) {
    int flags = fcntl(fd, F_GETFL, 0);
    return flags < 0 ? flags : flags & O_ACCMODE;
  }

  /**
   * {@return 1 if calls on the open file do not block, 0 if they do, or -errno}
   *
   * @param fd the descriptor
   */
  public static int nonBlocking(int fd) {
    return bit(fcntl(fd, F_GETFL, 0), O_NONBLOCK);
  }

  /**
   * Changes the open file, so every duplicate of the descriptor too, in other processes as well.
   *
   * @param fd the descriptor
   * @param on whether calls shall not block
   * @return 0 or -errno
   */
  public static int setNonBlocking(int fd, boolean on) {
    int flags = fcntl(fd, F_GETFL, 0);
    return flags < 0 ? flags : fcntl(fd, F_SETFL, with(flags, O_NONBLOCK, on));
  }

  /**
   * {@return 1 if the descriptor is closed when a program is started, 0 if not, or -errno}
   *
   * @param fd the descriptor
   */
  public static int closeOnExec(int fd) {
    return bit(fcntl(fd, F_GETFD, 0), FD_CLOEXEC);
  }

  /**
   * Sets whether a program that is started inherits the descriptor.
   *
   * @param fd the descriptor
   * @param on whether to close it then
   * @return 0 or -errno
   */
  public static int setCloseOnExec(int fd, boolean on) {
    return fcntl(fd, F_SETFD, on ? FD_CLOEXEC : 0);
  }

  /**
   * {@return the file's size in bytes, or -errno}
   *
   * @param fd the descriptor
   */
  public static long size(int fd) {
    FileStatus status = FileStatus.of(fd);
    return status.result() < 0 ? status.result() : status.size();
  }

  /**
   * {@return the bytes read, 0 at the end, or -errno}
   *
   * @param fd the descriptor
   * @param buffer filled from its start
   */
  public static long read(int fd, MemorySegment buffer) {
    return Native.callLong(s -> (long) READ.invokeExact(s, fd, buffer, buffer.byteSize()));
  }

  /**
   * {@return the bytes written, perhaps fewer than given, or -errno}
   *
   * @param fd the descriptor
   * @param data what to write
   */
  public static long write(int fd, MemorySegment data) {
    return Native.callLong(s -> (long) WRITE.invokeExact(s, fd, data, data.byteSize()));
  }

  /**
   * {@return the bytes read at a position, 0 at the end, or -errno} The file offset, which
   * duplicates share, stays.
   *
   * @param fd the descriptor
   * @param buffer filled from its start
   * @param position where in the file
   */
  public static long readAt(int fd, MemorySegment buffer, long position) {
    return Native.callLong(
        s -> (long) PREAD.invokeExact(s, fd, buffer, buffer.byteSize(), position));
  }

  /**
   * {@return the bytes written at a position, perhaps fewer than given, or -errno}
   *
   * @param fd the descriptor
   * @param data what to write
   * @param position where in the file
   */
  public static long writeAt(int fd, MemorySegment data, long position) {
    return Native.callLong(s -> (long) PWRITE.invokeExact(s, fd, data, data.byteSize(), position));
  }

  /**
   * {@return the length of the path behind a descriptor, or -errno} Nothing is opened. The path is
   * how this process sees the file; it ends with {@code " (deleted)"} if that name is gone.
   *
   * @param fd the descriptor
   * @param buffer gets the bytes, without a zero byte; if the length is all of it, the path may
   *     have been longer
   */
  public static int path(int fd, MemorySegment buffer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment link = Native.string(arena, "/proc/self/fd/" + fd);
      return (int)
          Native.callLong(s -> (long) READLINK.invokeExact(s, link, buffer, buffer.byteSize()));
    }
  }

  /**
   * {@return the path behind a descriptor as {@link #path(int, MemorySegment)} gives it, or null}
   * Bytes that are not UTF-8 appear as U+FFFD.
   *
   * @param fd the descriptor
   */
  public static @Nullable String path(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(PATH_MAX);
      int length = path(fd, buffer);
      return length < 0 ? null : text(buffer.asSlice(0, length));
    }
  }

  static int fcntl(int fd, int command, int argument) {
    return Native.callInt(s -> (int) FCNTL.invokeExact(s, fd, command, argument));
  }

  private static String text(MemorySegment bytes) {
    return new String(bytes.toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private static int bit(int flags, int bit) {
    return flags < 0 ? flags : (flags & bit) != 0 ? 1 : 0;
  }

  private static int with(int flags, int bit, boolean on) {
    return on ? flags | bit : flags & ~bit;
  }
}
