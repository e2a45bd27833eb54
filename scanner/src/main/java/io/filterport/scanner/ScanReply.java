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
 *  0         4              8           12               12 + reason bytes
 *  +---------+--------------+-----------+----------------+-----------------------
 *  | verdict | reason bytes | set bytes | reason (UTF-8) | signature set (UTF-8) …
 *  +---------+--------------+-----------+----------------+-----------------------
 * </pre>
 *
 * Little endian; verdict 0 is clean, 1 is infected.
 *
 * @param infected whether the operation must fail
 * @param reason what was found, such as a signature's name; empty if clean
 * @param signatureSet what the verdict depends on besides the content: the engine and its version
 *     before the scan; empty if the engine cannot tell, and then the verdict must not be kept
 */
public record ScanReply(boolean infected, String reason, String signatureSet) {
  /** The longest reason, in bytes; a longer one is cut. */
  public static final int MAX_REASON = 256;

  /** The longest signature set, in bytes; a longer one is not told. */
  public static final int MAX_SET = 256;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int REASON_BYTES = 4;
  private static final int SET_BYTES = 8;
  private static final int REASON = 12;

  /** Bytes of the longest reply. */
  public static final int MAX_BYTES = REASON + MAX_REASON + MAX_SET;

  /** {@return the payload} */
  public MemorySegment encode() {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] told = Arrays.copyOf(text, Math.min(text.length, MAX_REASON));
    byte[] set = wholeSet();
    MemorySegment reply = Buffers.allocate(REASON + told.length + set.length);
    reply.set(INT, 0, infected ? 1 : 0);
    reply.set(INT, REASON_BYTES, told.length);
    reply.set(INT, SET_BYTES, set.length);
    MemorySegment.copy(Buffers.of(told), 0, reply, REASON, told.length);
    MemorySegment.copy(Buffers.of(set), 0, reply, REASON + told.length, set.length);
    return reply;
  }

  /** A part of it could be that of another set. */
  private byte[] wholeSet() {
    byte[] set = signatureSet.getBytes(StandardCharsets.UTF_8);
    return set.length > MAX_SET ? new byte[0] : set;
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
    long reasonBytes = Integer.toUnsignedLong(reply.get(INT, REASON_BYTES));
    long setBytes = Integer.toUnsignedLong(reply.get(INT, SET_BYTES));
    if (verdict < 0 || verdict > 1 || reasonBytes + setBytes != reply.byteSize() - REASON) {
      throw new IllegalArgumentException("a scan reply with verdict " + verdict);
    }
    return new ScanReply(
        verdict == 1,
        text(reply.asSlice(REASON, reasonBytes)),
        text(reply.asSlice(REASON + reasonBytes)));
  }

  private static String text(MemorySegment bytes) {
    return new String(Buffers.bytes(bytes), StandardCharsets.UTF_8);
  }
}
