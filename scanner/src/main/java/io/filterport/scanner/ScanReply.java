package io.filterport.scanner;

import io.filterport.Buffers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the service answers. Immutable.
 *
 * <pre>
 *  0         4              8
 *  +---------+--------------+-----------------
 *  | verdict | reason bytes | reason (UTF-8) …
 *  +---------+--------------+-----------------
 * </pre>
 *
 * Little endian; verdict 0 is clean, 1 is infected.
 *
 * @param infected whether the operation must fail
 * @param reason what was found, such as a signature's name; empty if clean
 */
public record ScanReply(boolean infected, String reason) {
  /** The longest reason, in bytes; a longer one is cut. */
  public static final int MAX_REASON = 256;

  /** Bytes of the longest reply. */
  public static final int MAX_BYTES = 8 + MAX_REASON;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int REASON_BYTES = 4;
  private static final int REASON = 8;

  /** {@return the payload} */
  public MemorySegment encode() {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] told = Arrays.copyOf(text, Math.min(text.length, MAX_REASON));
    MemorySegment reply = Buffers.allocate(REASON + told.length);
    reply.set(INT, 0, infected ? 1 : 0);
    reply.set(INT, REASON_BYTES, told.length);
    MemorySegment.copy(Buffers.of(told), 0, reply, REASON, told.length);
    return reply;
  }

  /**
   * {@return the reply that a payload is; it is the service's, so nothing in it is believed
   * unchecked}
   *
   * @param reply from the service
   * @throws IllegalArgumentException if it is none
   */
  public static ScanReply decode(MemorySegment reply) {
    if (reply.byteSize() < REASON) {
      throw new IllegalArgumentException("a scan reply of " + reply.byteSize() + " bytes");
    }
    int verdict = reply.get(INT, 0);
    int length = reply.get(INT, REASON_BYTES);
    if (verdict < 0 || verdict > 1 || length != reply.byteSize() - REASON) {
      throw new IllegalArgumentException("a scan reply with verdict " + verdict);
    }
    String reason =
        new String(Buffers.bytes(reply.asSlice(REASON, length)), StandardCharsets.UTF_8);
    return new ScanReply(verdict == 1, reason);
  }
}
