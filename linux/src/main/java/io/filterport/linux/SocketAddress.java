package io.filterport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;

/**
 * {@code struct sockaddr_un} of a path. Abstract names (they have no permission bits) cannot be
 * made.
 *
 * <pre>
 *   0        2                             110
 *   | family | path, ended by a zero byte  |
 * </pre>
 */
final class SocketAddress {
  static final int AF_UNIX = 1;

  private static final int FAMILY = 0;
  private static final int PATH = 2;
  private static final int PATH_CAPACITY = 108;

  private SocketAddress() {}

  /** {@return 0, or why no address can be made of the path} */
  static int check(byte[] path) {
    if (path.length == 0) {
      return -Errno.EINVAL;
    }
    return path.length < PATH_CAPACITY ? 0 : -Errno.ENAMETOOLONG;
  }

  static byte[] bytes(String path) {
    if (path.indexOf(0) >= 0) {
      throw new IllegalArgumentException("zero byte in a socket path");
    }
    return path.getBytes(StandardCharsets.UTF_8);
  }

  static MemorySegment of(SegmentAllocator allocator, byte[] path) {
    MemorySegment address = allocator.allocate(PATH + path.length + 1L, 2);
    address.set(JAVA_SHORT, FAMILY, (short) AF_UNIX);
    MemorySegment.copy(path, 0, address, JAVA_BYTE, PATH, path.length);
    return address;
  }
}
