package io.filterport.engine.slots;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.PortAttributes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where everything lies in the two segments of one connection between processes. Immutable.
 *
 * <pre>
 * host's segment (the client can only read it)      common segment
 * +--------+----------------------------------+     +----------------+  table 0 (host to client)
 * | 0      | geometry                         |     | 0    offered   |
 * | 128    | hungry of host to client         |     | 128  arrival bell, arrived
 * | 256    | starved of client to host        |     | 384  caller bell, done
 * | 4096   | N message records, host to client|     | 640  the client's flag
 * |        | N reply records, client to host  |     | 1024 N lines of 128: word, ticket, headers
 * +--------+----------------------------------+     +----------------+  table 1 (client to host)
 *                                                   | the same       |
 *                                                   +----------------+
 *                                                   | N reply records, host to client
 *                                                   | N message records, client to host
 *                                                   +----------------+
 * </pre>
 *
 * <p>The line of a slot has what goes with a message and its reply beside their payloads, so that
 * it travels between processors with the word. A record holds payload and nothing else. It has room
 * for the longest and whole pages, so that what one record touches is no other's. A bell lies
 * beside the bits that it announces: who changes one reads the other next, and the two travel
 * between processors together. Both files are sparse: a maximum that nobody uses costs addresses
 * and no memory.
 *
 * @param slots slots of each table, a multiple of 64 up to 1024
 * @param maxMessageBytes longest payload of a message or a reply, 1 byte…64 MiB (KSM-07)
 */
public record ConnectionLayout(int slots, int maxMessageBytes) {
  /** Slots of a table if nobody says otherwise (KSM-35). */
  public static final int DEFAULT_SLOTS = 64;

  /** Most slots of a table. */
  public static final int MAX_SLOTS = 1024;

  /**
   * Bytes that a record has beyond its payload: maxima are powers of two, and records a power of
   * two apart would meet in the same sets of a cache.
   */
  static final int SPREAD = 64;

  static final int OFFERED = 0;
  static final int ARRIVED = 136;
  static final int DONE = 392;
  static final int ARRIVAL_BELL = 128;
  static final int CALLER_BELL = 384;
  static final int CLIENT_FLAG = 640;
  static final int LINES = 1024;
  static final int LINE = 128;
  static final int TICKET = 8;
  static final int MESSAGE_ID = 16;
  static final int REPLY_CAPACITY = 24;
  static final int FLAGS = 28;
  static final int STATUS = 32;
  static final int COUNT = 36;
  static final int HOST_HUNGRY = 128;
  static final int HOST_STARVED = 256;

  private static final int PAGE = 4096;
  private static final long MAGIC = 0x54524f505446_0004L;
  private static final int GEOMETRY_MAGIC = 0;
  private static final int GEOMETRY_SLOTS = 8;
  private static final int GEOMETRY_MAX_MESSAGE = 12;

  /** Checks the numbers. */
  public ConnectionLayout {
    if (slots < 64 || slots > MAX_SLOTS || slots % 64 != 0) {
      throw new IllegalArgumentException("slots=" + slots + ", not a multiple of 64 up to 1024");
    }
    if (maxMessageBytes < 1 || maxMessageBytes > PortAttributes.LARGEST_MAX_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "messages of up to " + maxMessageBytes + " bytes, not of 1 byte to 64 MiB");
    }
  }

  /**
   * {@return the layout that a host makes}
   *
   * @param maxMessageBytes the port's maximum
   */
  public static ConnectionLayout of(int maxMessageBytes) {
    return new ConnectionLayout(DEFAULT_SLOTS, maxMessageBytes);
  }

  /** {@return bytes from one record to the next} */
  int stride() {
    return wholePages(maxMessageBytes + SPREAD);
  }

  /** {@return bytes of the host's segment} */
  public long hostBytes() {
    return PAGE + 2L * slots * stride();
  }

  /** {@return bytes of the common segment} */
  public long commonBytes() {
    return 2L * tableBytes() + 2L * slots * stride();
  }

  int tableBytes() {
    return tableBytes(slots);
  }

  static int tableBytes(int slots) {
    return wholePages(LINES + LINE * slots);
  }

  static int wholePages(int bytes) {
    return (bytes + PAGE - 1) & -PAGE;
  }

  long hostRecords(int index) {
    return PAGE + (long) index * slots * stride();
  }

  long commonRecords(int index) {
    return 2L * tableBytes() + (long) index * slots * stride();
  }

  /**
   * Writes the geometry that the client checks once.
   *
   * @param host the host's segment
   */
  public void write(MemorySegment host) {
    host.set(ValueLayout.JAVA_LONG, GEOMETRY_MAGIC, MAGIC);
    host.set(ValueLayout.JAVA_INT, GEOMETRY_SLOTS, slots);
    host.set(ValueLayout.JAVA_INT, GEOMETRY_MAX_MESSAGE, maxMessageBytes);
  }

  /**
   * {@return the layout that a host announces}
   *
   * @param host the host's segment, at least 4096 bytes
   * @throws FilterPortException {@link NtStatus#UNKNOWN_REVISION} if it is none that is known here
   */
  public static ConnectionLayout read(MemorySegment host) {
    long magic = host.get(ValueLayout.JAVA_LONG, GEOMETRY_MAGIC);
    if (magic != MAGIC) {
      throw new FilterPortException(
          "slot memory begins with 0x" + Long.toHexString(magic),
          NtStatus.UNKNOWN_REVISION,
          "Use the same version of Filterport on both sides.");
    }
    return new ConnectionLayout(
        host.get(ValueLayout.JAVA_INT, GEOMETRY_SLOTS),
        host.get(ValueLayout.JAVA_INT, GEOMETRY_MAX_MESSAGE));
  }
}
