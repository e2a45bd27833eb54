package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * What names a file on its file system whatever its paths are, and no other file after it is gone:
 * {@code struct file_handle}. Immutable.
 */
public final class FileHandle {
  /** MAX_HANDLE_SZ. */
  private static final int MOST_BYTES = 128;

  private static final int LENGTH = 0;
  private static final int HEADER_SIZE = 8;

  private static final MethodHandle OPEN =
      Native.function(
          "open_by_handle_at", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  private final byte[] structure;

  private static final MethodHandle NAME_TO_HANDLE =
      Native.function(
          "name_to_handle_at",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
  private static final int AT_EMPTY_PATH = 0x1000;

  private FileHandle(byte[] structure) {
    this.structure = structure;
  }

  /**
   * {@return the handle of an open file, or null if its file system gives none that can be opened}
   *
   * @param fd the file
   */
  public static @Nullable FileHandle of(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(HEADER_SIZE + MOST_BYTES, Integer.BYTES);
      handle.set(JAVA_INT, LENGTH, MOST_BYTES);
      MemorySegment itself = arena.allocate(1);
      MemorySegment mountId = arena.allocate(JAVA_INT);
      int result =
          Native.callInt(
              s -> (int) NAME_TO_HANDLE.invokeExact(s, fd, itself, handle, mountId, AT_EMPTY_PATH));
      return result < 0 ? null : read(handle);
    }
  }

  /** {@return the handle that a segment begins with, or null if it does not hold a whole one} */
  static @Nullable FileHandle read(MemorySegment segment) {
    if (segment.byteSize() < HEADER_SIZE) {
      return null;
    }
    long length = Native.unsigned(segment.get(JAVA_INT_UNALIGNED, LENGTH));
    if (length > MOST_BYTES || length > segment.byteSize() - HEADER_SIZE) {
      return null;
    }
    return new FileHandle(segment.asSlice(0, HEADER_SIZE + length).toArray(JAVA_BYTE));
  }

  int byteSize() {
    return structure.length;
  }

  /**
   * {@return a descriptor of the file, close-on-exec; -ESTALE if it is gone; -EPERM without
   * CAP_DAC_READ_SEARCH; -errno}
   *
   * @param mount any open file on the mount that the file is to be seen through
   * @param flags the {@code O_} constants of {@link Fds}; with {@link Fds#O_PATH} nothing is opened
   *     that an event would tell of
   */
  public int open(int mount, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(structure.length, Integer.BYTES);
      handle.copyFrom(MemorySegment.ofArray(structure));
      return Native.callInt(s -> (int) OPEN.invokeExact(s, mount, handle, flags | Fds.O_CLOEXEC));
    }
  }
}
