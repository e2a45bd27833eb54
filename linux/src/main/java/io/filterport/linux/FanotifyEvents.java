package io.filterport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The events of one read. For one thread; used again for every read, and nothing is allocated but
 * by {@link #entry} and {@link #target}.
 *
 * <pre>
 *   event   0 length  4 version  6 metadata length  8 mask  16 fd  20 pid            (24 bytes)
 *           then information records up to length
 *   record  0 type  2 length, and then
 *   pidfd   4 pidfd                                                                  (8 bytes)
 *   range   8 offset  16 count                                                       (24 bytes)
 *   fid     4 fsid  12 handle length  16 handle type  20 handle, and a name that ends with a zero
 * </pre>
 *
 * <p>No length in it is believed: what does not fit is passed over.
 */
public final class FanotifyEvents {
  /** {@link #pidfd}: the event carries none, or its process is gone. */
  public static final int NO_PIDFD = -1;

  /* events with names begin at any multiple of 4, records of theirs anywhere */
  private static final ValueLayout.OfShort SHORTS = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt INTS = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONGS = ValueLayout.JAVA_LONG_UNALIGNED;

  private static final int EVENT_LENGTH = 0;
  private static final int VERSION = 4;
  private static final int METADATA_LENGTH = 6;
  private static final int MASK = 8;
  private static final int FD = 16;
  private static final int PID = 20;
  private static final int METADATA_SIZE = 24;
  private static final int EXPECTED_VERSION = 3;

  private static final int RECORD_TYPE = 0;
  private static final int RECORD_LENGTH = 2;
  private static final int RECORD_PIDFD = 4;
  private static final int RECORD_OFFSET = 8;
  private static final int RECORD_COUNT = 16;
  private static final int RECORD_HANDLE = 12;
  private static final int RECORD_HEADER_SIZE = 4;
  private static final int TYPE_FID = 1;
  private static final int TYPE_PIDFD = 4;
  private static final int TYPE_RANGE = 6;
  private static final int RECORD_SIZE = 8;
  private static final int RANGE_SIZE = 24;

  /** Of a permission event with all that it can carry. */
  private static final long LARGEST = METADATA_SIZE + RECORD_SIZE + RANGE_SIZE;

  private static final int NONE = -1;

  /** Which name of an event: the values are the kernel's types of records. */
  public enum Which {
    /** The only one. */
    NAME(2),
    /** Before a {@link Fanotify#RENAME}. */
    OLD(10),
    /** After a {@link Fanotify#RENAME}. */
    NEW(12);

    private final int type;

    Which(int type) {
      this.type = type;
    }
  }

  /**
   * A name in a directory. Immutable.
   *
   * @param directory the directory
   * @param name in it, {@code "."} for the directory itself; bytes that are not UTF-8 appear as
   *     U+FFFD
   */
  public record Entry(FileHandle directory, String name) {}

  private final MemorySegment buffer;
  private long end;
  private long current;
  private long following;

  /**
   * Makes a buffer.
   *
   * @param capacity in bytes; an event takes 24, with a pidfd 32
   */
  public FanotifyEvents(long capacity) {
    buffer = Arena.ofAuto().allocate(capacity, Long.BYTES);
  }

  /**
   * {@return in how many bytes no more permission events fit, and any one}
   *
   * @param events at least 1
   */
  public static long bytesFor(int events) {
    return Math.max(events * (METADATA_SIZE + (long) RECORD_SIZE), LARGEST);
  }

  /**
   * Reads as many events as wait and fit. The descriptors of all of them belong to the caller from
   * then on.
   *
   * @param group from {@link Fanotify#init}
   * @return see {@link #read(int, long)}
   */
  public int read(int group) {
    return read(group, buffer.byteSize());
  }

  /**
   * The same with fewer.
   *
   * @param group from {@link Fanotify#init}
   * @param bytes of them at most
   * @return the bytes read; -EAGAIN if no event waits and the group does not block; -EINVAL if no
   *     event fits; -errno. Without {@link Fanotify#REPORT_FD_ERROR} also why the file of the first
   *     event could not be opened, as {@link #fd} says; its opener is denied
   */
  public int read(int group, long bytes) {
    long size = buffer.byteSize();
    int result = (int) Fds.read(group, bytes < size ? buffer.asSlice(0, bytes) : buffer);
    end = Math.max(result, 0);
    following = 0;
    return result;
  }

  /**
   * Goes to the next event.
   *
   * @return false after the last one
   * @throws UnsupportedOperationException if the kernel speaks another version of the interface
   */
  public boolean next() {
    if (end - following < METADATA_SIZE) {
      return false;
    }
    current = following;
    long length = buffer.get(INTS, current + EVENT_LENGTH);
    if (length < METADATA_SIZE || length > end - current) {
      following = end;
      return false;
    }
    following += length;
    checkVersion(buffer.get(JAVA_BYTE, current + VERSION));
    return true;
  }

  private static void checkVersion(int version) {
    if (version != EXPECTED_VERSION) {
      throw new UnsupportedOperationException("fanotify events of version " + version);
    }
  }

  /** {@return the events that happened} */
  public long mask() {
    return buffer.get(LONGS, current + MASK);
  }

  /**
   * {@return the file, opened for reading, or {@link Fanotify#NOFD}} With {@link
   * Fanotify#REPORT_FD_ERROR} it is -errno if there is none: -EAGAIN for a file on which somebody
   * holds a write lease, -EMFILE if this process may open no more. Then the kernel has denied it,
   * and wants no answer.
   */
  public int fd() {
    return buffer.get(INTS, current + FD);
  }

  /** {@return the process, or 0 if it is not in this pid namespace} */
  public int pid() {
    return buffer.get(INTS, current + PID);
  }

  /** {@return a descriptor of the process, {@link #NO_PIDFD}, or another negative number} */
  public int pidfd() {
    long at = record(TYPE_PIDFD, RECORD_SIZE);
    return at == NONE ? NO_PIDFD : buffer.get(INTS, at + RECORD_PIDFD);
  }

  /** {@return whether the event says which bytes are about to be used} */
  public boolean hasRange() {
    return record(TYPE_RANGE, RANGE_SIZE) != NONE;
  }

  /** {@return where the bytes begin that are about to be used, or -1 without a range} */
  public long rangeOffset() {
    long at = record(TYPE_RANGE, RANGE_SIZE);
    return at == NONE ? NONE : buffer.get(LONGS, at + RECORD_OFFSET);
  }

  /** {@return how many bytes are about to be used, or -1 without a range} */
  public long rangeLength() {
    long at = record(TYPE_RANGE, RANGE_SIZE);
    return at == NONE ? NONE : buffer.get(LONGS, at + RECORD_COUNT);
  }

  /**
   * {@return where the event happened, or null if it does not say}
   *
   * @param which of the names
   */
  public @Nullable Entry entry(Which which) {
    long at = record(which.type, RECORD_HANDLE);
    FileHandle directory = at == NONE ? null : handle(at);
    return directory == null ? null : named(directory, at);
  }

  private @Nullable Entry named(FileHandle directory, long at) {
    long start = at + RECORD_HANDLE + directory.byteSize();
    byte[] rest = buffer.asSlice(start, recordEnd(at) - start).toArray(JAVA_BYTE);
    int length = 0;
    while (length < rest.length && rest[length] != 0) {
      length++;
    }
    boolean ended = length < rest.length && length > 0;
    return ended ? new Entry(directory, new String(rest, 0, length, UTF_8)) : null;
  }

  /** {@return the object that the event is about, or null if it does not say} */
  public @Nullable FileHandle target() {
    long at = record(TYPE_FID, RECORD_HANDLE);
    return at == NONE ? null : handle(at);
  }

  private @Nullable FileHandle handle(long at) {
    long start = at + RECORD_HANDLE;
    return FileHandle.read(buffer.asSlice(start, recordEnd(at) - start));
  }

  /** {@return where the record begins, which lies in the event as a whole, or {@link #NONE}} */
  private long record(int type, int leastLength) {
    long at = current + Short.toUnsignedInt(buffer.get(SHORTS, current + METADATA_LENGTH));
    while (following - at >= RECORD_HEADER_SIZE) {
      int length = recordLength(at);
      if (length < RECORD_HEADER_SIZE || length > following - at) {
        return NONE;
      }
      if (buffer.get(JAVA_BYTE, at + RECORD_TYPE) == type && length >= leastLength) {
        return at;
      }
      at += length;
    }
    return NONE;
  }

  private int recordLength(long at) {
    return Short.toUnsignedInt(buffer.get(SHORTS, at + RECORD_LENGTH));
  }

  private long recordEnd(long at) {
    return at + recordLength(at);
  }

  /**
   * {@return an event as the kernel would write it} For whoever plays the kernel.
   *
   * @param allocator of its memory
   * @param mask see {@link #mask}
   * @param fd see {@link #fd}
   * @param pid see {@link #pid}
   * @param pidfd see {@link #pidfd}
   */
  public static MemorySegment madeUp(
      SegmentAllocator allocator, long mask, int fd, int pid, int pidfd) {
    MemorySegment event = allocator.allocate(METADATA_SIZE + RECORD_SIZE, Long.BYTES);
    event.set(JAVA_INT, EVENT_LENGTH, (int) event.byteSize());
    event.set(JAVA_BYTE, VERSION, (byte) EXPECTED_VERSION);
    event.set(JAVA_SHORT, METADATA_LENGTH, (short) METADATA_SIZE);
    event.set(JAVA_LONG, MASK, mask);
    event.set(JAVA_INT, FD, fd);
    event.set(JAVA_INT, PID, pid);
    event.set(JAVA_BYTE, METADATA_SIZE + RECORD_TYPE, (byte) TYPE_PIDFD);
    event.set(JAVA_SHORT, METADATA_SIZE + RECORD_LENGTH, (short) RECORD_SIZE);
    event.set(JAVA_INT, METADATA_SIZE + RECORD_PIDFD, pidfd);
    return event;
  }
}
