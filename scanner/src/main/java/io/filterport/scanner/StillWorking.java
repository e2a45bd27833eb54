package io.filterport.scanner;

import io.filterport.Buffers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What a service sends about a scan that it works on; the filter's answer is a status alone:
 * success if the verdict is wanted, STATUS_NOT_FOUND if nobody waits for it any more. Immutable.
 *
 * <pre>
 *  0         4      8
 *  +---------+------+---------+
 *  | command | zero | scan id |
 *  +---------+------+---------+
 * </pre>
 *
 * Little endian; the command is 1.
 *
 * @param scanId of the request
 */
record StillWorking(long scanId) {
  private static final int COMMAND = 1;
  private static final int SCAN_ID = 8;
  private static final int SIZE = 16;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  MemorySegment encode() {
    MemorySegment message = Buffers.allocate(SIZE);
    message.set(LONG, 0, COMMAND);
    message.set(LONG, SCAN_ID, scanId);
    return message;
  }

  /**
   * {@return the message}
   *
   * @throws IllegalArgumentException if it is none
   */
  static StillWorking decode(MemorySegment message) {
    if (message.byteSize() != SIZE || message.get(LONG, 0) != COMMAND) {
      throw new IllegalArgumentException("not a message about a scan");
    }
    return new StillWorking(message.get(LONG, SCAN_ID));
  }
}
