package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code struct msghdr} with one buffer and room for descriptors.
 *
 * <pre>
 *   msghdr   0 name  8 namelen  16 iov  24 iovlen  32 control  40 controllen  48 flags   (56 bytes)
 *   iovec    0 base  8 len                                                               (16 bytes)
 *   cmsghdr  0 len   8 level   12 type  16 descriptors, 4 bytes each; the next one begins aligned to 8
 * </pre>
 */
final class MessageHead {
  private static final int IOV = 16;
  private static final int IOV_COUNT = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int FLAGS = 48;
  private static final int SIZE = 56;

  private static final int IOV_BASE = 0;
  private static final int IOV_LENGTH = 8;
  private static final int IOV_SIZE = 16;

  private static final int CMSG_LENGTH = 0;
  private static final int CMSG_LEVEL = 8;
  private static final int CMSG_TYPE = 12;
  private static final int CMSG_DATA = 16;

  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;

  private final MemorySegment head;
  private final MemorySegment control;

  MessageHead(SegmentAllocator allocator, MemorySegment data, int descriptors) {
    MemorySegment vector = allocator.allocate(IOV_SIZE, Long.BYTES);
    vector.set(ADDRESS, IOV_BASE, data);
    vector.set(JAVA_LONG, IOV_LENGTH, data.byteSize());
    head = allocator.allocate(SIZE, Long.BYTES);
    head.set(ADDRESS, IOV, vector);
    head.set(JAVA_LONG, IOV_COUNT, 1);
    control = allocator.allocate(space(descriptors), Long.BYTES);
    head.set(ADDRESS, CONTROL, control);
    head.set(JAVA_LONG, CONTROL_LENGTH, control.byteSize());
  }

  private static long space(int descriptors) {
    return descriptors == 0 ? 0 : align(CMSG_DATA + (long) Integer.BYTES * descriptors);
  }

  private static long align(long size) {
    return (size + Long.BYTES - 1) & -Long.BYTES;
  }

  MemorySegment segment() {
    return head;
  }

  void put(int[] descriptors) {
    if (descriptors.length > 0) {
      control.set(JAVA_LONG, CMSG_LENGTH, CMSG_DATA + (long) Integer.BYTES * descriptors.length);
      control.set(JAVA_INT, CMSG_LEVEL, SOL_SOCKET);
      control.set(JAVA_INT, CMSG_TYPE, SCM_RIGHTS);
      MemorySegment.copy(descriptors, 0, control, JAVA_INT, CMSG_DATA, descriptors.length);
    }
  }

  boolean hasFlag(int flag) {
    return (head.get(JAVA_INT, FLAGS) & flag) != 0;
  }

  /** {@return what came, of all control messages} */
  List<Integer> descriptors() {
    List<Integer> found = new ArrayList<>();
    long end = head.get(JAVA_LONG, CONTROL_LENGTH);
    long at = 0;
    while (at + CMSG_DATA <= end) {
      long length = control.get(JAVA_LONG, at + CMSG_LENGTH);
      collect(at, length, found);
      at = align(at + length);
    }
    return found;
  }

  private void collect(long at, long length, List<Integer> found) {
    boolean rights =
        control.get(JAVA_INT, at + CMSG_LEVEL) == SOL_SOCKET
            && control.get(JAVA_INT, at + CMSG_TYPE) == SCM_RIGHTS;
    for (long i = CMSG_DATA; rights && i + Integer.BYTES <= length; i += Integer.BYTES) {
      found.add(control.get(JAVA_INT, at + i));
    }
  }
}
