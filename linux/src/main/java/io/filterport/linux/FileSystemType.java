package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Of which kind the file system of an open file is: fstatfs(2). */
public final class FileSystemType {
  /** ext2, ext3 and ext4. */
  public static final long EXT = 0xEF53;

  public static final long TMPFS = 0x01021994;

  /* struct statfs */
  private static final int TYPE = 0;
  private static final int STATFS_SIZE = 120;

  private static final MethodHandle FSTATFS =
      Native.function("fstatfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

  private FileSystemType() {}

  /**
   * {@return the type's number, or -errno}
   *
   * @param fd any open file there
   */
  public static long of(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(STATFS_SIZE, Long.BYTES);
      int result = Native.callInt(s -> (int) FSTATFS.invokeExact(s, fd, status));
      return result < 0 ? result : status.get(JAVA_LONG, TYPE);
    }
  }
}
