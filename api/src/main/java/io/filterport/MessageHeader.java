package io.filterport;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * FILTER_MESSAGE_HEADER: the 16 bytes before every message that a service gets (LAY-01). Immutable.
 *
 * <pre>
 *  0       4       8              16
 *  +-------+-------+---------------+----------------
 *  | reply | zero  |  message id   | payload …
 *  | length|       |               |
 *  +-------+-------+---------------+----------------
 * </pre>
 *
 * Little endian on every machine (LAY-03).
 *
 * @param replyLength 16 plus the sender's reply capacity, or 0 if no reply is expected (LAY-06)
 * @param messageId the id to quote in the reply; 0 if none is expected (LAY-07)
 */
public record MessageHeader(int replyLength, long messageId) {
  /** Bytes of the header; the payload begins here. */
  public static final int SIZE = 16;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long REPLY_LENGTH_OFFSET = 0;
  private static final long PADDING_OFFSET = 4;
  private static final long MESSAGE_ID_OFFSET = 8;

  /**
   * {@return the header at the beginning of a message}
   *
   * @param message at least 16 bytes
   */
  public static MessageHeader read(MemorySegment message) {
    return new MessageHeader(
        message.get(INT, REPLY_LENGTH_OFFSET), message.get(LONG, MESSAGE_ID_OFFSET));
  }

  /**
   * Writes this header, its padding as zeros (LAY-04).
   *
   * @param message at least 16 bytes
   */
  public void write(MemorySegment message) {
    message.set(INT, REPLY_LENGTH_OFFSET, replyLength);
    message.set(INT, PADDING_OFFSET, 0);
    message.set(LONG, MESSAGE_ID_OFFSET, messageId);
  }

  /** {@return whether the sender waits for a reply} */
  public boolean replyExpected() {
    return replyLength != 0;
  }

  /** {@return the most payload bytes that a reply may have, 0 also if none is expected} */
  public int replyCapacity() {
    return replyExpected() ? replyLength - ReplyHeader.SIZE : 0;
  }
}
