package io.filterport.verify.conformance.agent;

import java.io.Serializable;

/**
 * A packet of a completion port.
 *
 * @param key the port's
 * @param overlapped its number, or {@link #NONE}
 * @param status how the get ended
 * @param bytes the count
 * @param buffer of the get afterwards, or null
 */
record Packet(long key, int overlapped, int status, long bytes, Bytes buffer)
    implements Serializable {
  static final int NONE = -1;
}
