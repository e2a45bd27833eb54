package io.filterport.service;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.spi.Worlds;
import java.util.concurrent.CompletableFuture;

/**
 * An OVERLAPPED: one get at a time, and its event. Safe for use by any thread.
 *
 * <p>It may be used again once it is complete; before that a second use is refused (GET-09).
 */
public interface Overlapped {
  /** {@return a new one, idle} */
  static Overlapped create() {
    return Worlds.engine().createOverlapped();
  }

  /**
   * {@return a new one, idle, whose gets post no packet to a completion port (GET-24)} An
   * OVERLAPPED whose hEvent has its low bit set.
   */
  static Overlapped withoutPacket() {
    return Worlds.engine().createOverlappedWithoutPacket();
  }

  /** {@return whether its latest get has completed: the event is signalled (GET-08)} */
  boolean isComplete();

  /**
   * {@return whether it completed in time} Waits for the event; an interrupt ends the wait as a
   * timeout does, and leaves the interrupt flag set. One with which no get was started is never
   * complete: this returns false at once.
   *
   * @param timeout how long to wait
   */
  boolean await(Timeout timeout);

  /**
   * {@return the bytes of the message} GetOverlappedResult without waiting.
   *
   * @throws FilterPortException {@link NtStatus#PENDING} while it is under way; {@link
   *     NtStatus#BUFFER_TOO_SMALL} with the bytes needed (GET-16); {@link NtStatus#CANCELLED};
   *     {@link NtStatus#PORT_DISCONNECTED}; {@link NtStatus#ACCESS_VIOLATION} if the buffer's
   *     memory was freed (KSM-23); {@link NtStatus#INVALID_PARAMETER} if no get was started with it
   */
  int result();

  /** {@return how its latest get ended; {@link NtStatus#PENDING} while it is under way} */
  NtStatus status();

  /**
   * {@return the latest get as a future: the bytes of the message, or what {@link #result()}
   * throws} Its dependants run on a virtual thread of their own, never on a filter's (MAP-07), and
   * may wait for whatever they like. Cancelling it does not cancel the get.
   *
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} if no get was started with it;
   *     {@link NtStatus#INSUFFICIENT_RESOURCES} if the system gives no thread to wait for it, and
   *     the get goes on
   */
  CompletableFuture<Integer> toFuture();
}
