package io.filterport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * The events of one read. For one thread; used again for every read, and nothing is allocated.
 *
 * <pre>
 *   event   0 length  4 version  6 metadata length  8 mask  16 fd  20 pid            (24 bytes)
 *           then information records up to length
 *   record  0 type  2 length  4 pidfd                                                (8 bytes)
 * </pre>
 */
public final class FanotifyEvents {
  /** {@link #pidfd}: the event carries none, or its process is gone. */
  public static final int NO_PIDFD = -1;

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
  private static final int RECORD_HEADER_SIZE = 4;
  private static final int TYPE_PIDFD = 4;
  private static final int RECORD_SIZE = 8;

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
   * Reads as many events as wait and fit. The descriptors of all of them belong to the caller from
   * then on.
   *
   * @param group from {@link Fanotify#init}
   * @return the bytes read; -EAGAIN if no event waits and the group does not block; -EMFILE if this
   *     process may open no more (the opener is denied); -EINVAL if no event fits; -errno
   */
  public int read(int group) {
    int result = (int) Fds.read(group, buffer);
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
    following += buffer.get(JAVA_INT, current + EVENT_LENGTH);
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
    return buffer.get(JAVA_LONG, current + MASK);
  }

  /** {@return the file, opened for reading, or {@link Fanotify#NOFD}} */
  public int fd() {
    return buffer.get(JAVA_INT, current + FD);
  }

  /** {@return the process, or 0 if it is not in this pid namespace} */
  public int pid() {
    return buffer.get(JAVA_INT, current + PID);
  }

  /** {@return a descriptor of the process, {@link #NO_PIDFD}, or another negative number} */
  public int pidfd() {
    long at = current + Short.toUnsignedInt(buffer.get(JAVA_SHORT, current + METADATA_LENGTH));
    while (following - at >= RECORD_HEADER_SIZE) {
      if (buffer.get(JAVA_BYTE, at + RECORD_TYPE) == TYPE_PIDFD) {
        return buffer.get(JAVA_INT, at + RECORD_PIDFD);
      }
      at += Short.toUnsignedInt(buffer.get(JAVA_SHORT, at + RECORD_LENGTH));
    }
    return NO_PIDFD;
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
