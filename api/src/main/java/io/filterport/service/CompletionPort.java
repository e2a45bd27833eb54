package io.filterport.service;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.spi.Worlds;
import org.jspecify.annotations.Nullable;

/**
 * A queue of completed gets that workers wait on together. Safe for use by any thread; first in,
 * first out, while which worker gets a packet is not promised (GET-25).
 *
 * <p>Workers that are platform threads take messages themselves: there is no thread between the
 * arrival of a message and the worker that gets its packet, however many connections are tied.
 */
public interface CompletionPort extends AutoCloseable {
  /** {@return a new one without associations} */
  static CompletionPort create() {
    return Worlds.engine().createCompletionPort();
  }

  /**
   * Ties a port to this queue for good: from now on each overlapped get of it posts one packet
   * (GET-21), but for those of {@link Overlapped#withoutPacket()}.
   *
   * @param port not tied to a completion port yet, nor synchronous
   * @param key comes back in each packet
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} if the port is tied already
   *     (GET-26) or synchronous (SHD-05); {@link NtStatus#INVALID_HANDLE} if it is closed; {@link
   *     NtStatus#ABANDONED} if this queue is
   */
  void associate(FilterPort port, long key);

  /**
   * {@return the next packet; null if none came in time, or the thread was interrupted, whose flag
   * stays set}
   *
   * @param timeout how long to wait
   * @throws FilterPortException {@link NtStatus#ABANDONED} if this queue is closed (GET-27)
   */
  @Nullable Completion get(Timeout timeout);

  /**
   * Posts a packet of the caller's own.
   *
   * @param packet any packet
   * @throws FilterPortException {@link NtStatus#ABANDONED} if this queue is closed
   */
  void post(Completion packet);

  /**
   * Releases every waiting worker with {@link NtStatus#ABANDONED}; connections are not affected.
   */
  @Override
  void close();
}
