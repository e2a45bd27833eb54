package io.filterport;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * FILTER_REPLY_HEADER: the 16 bytes before every reply that a service gives (LAY-02). Immutable.
 *
 * <pre>
 *  0       4       8              16
 *  +-------+-------+---------------+----------------
 *  |status | any   |  message id   | payload …
 *  +-------+-------+---------------+----------------
 * </pre>
 *
 * Little endian on every machine (LAY-03). The size of a reply is 16 plus its payload, never
 * rounded up (LAY-10).
 *
 * @param status what the send returns to the filter, any 32-bit value (KSM-30)
 * @param messageId the id of the message that is answered
 */
public record ReplyHeader(NtStatus status, long messageId) {
  /** Bytes of the header; the payload begins here. */
  public static final int SIZE = 16;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long STATUS_OFFSET = 0;
  private static final long PADDING_OFFSET = 4;
  private static final long MESSAGE_ID_OFFSET = 8;

  /**
   * {@return the header at the beginning of a reply; its padding is ignored (LAY-04)}
   *
   * @param reply at least 16 bytes
   */
  public static ReplyHeader read(MemorySegment reply) {
    return new ReplyHeader(
        new NtStatus(reply.get(INT, STATUS_OFFSET)), reply.get(LONG, MESSAGE_ID_OFFSET));
  }

  /**
   * Writes this header, its padding as zeros.
   *
   * @param reply at least 16 bytes
   */
  public void write(MemorySegment reply) {
    reply.set(INT, STATUS_OFFSET, status.value());
    reply.set(INT, PADDING_OFFSET, 0);
    reply.set(LONG, MESSAGE_ID_OFFSET, messageId);
  }
}
