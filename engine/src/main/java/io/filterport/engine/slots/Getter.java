package io.filterport.engine.slots;

import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;

/**
 * Somebody's buffer for one message. Its half calls the methods without any lock held, from
 * whichever thread does the bookkeeping.
 */
public abstract class Getter {
  /** Bytes that the buffer holds, the 16 of a header included. */
  private final int capacity;

  /** Guarded by the half's lock: the slot that offers this buffer, or -1. */
  int slot = -1;

  /** Guarded by the half's lock: the count of offers when this buffer was offered. */
  long ticket;

  /**
   * Makes a getter.
   *
   * @param capacity bytes that the buffer holds, the 16 of a header included
   */
  protected Getter(int capacity) {
    this.capacity = capacity;
  }

  final int capacity() {
    return capacity;
  }

  /**
   * The slot has news: usually time to call {@link CalleeHalf#collect}.
   *
   * @param half the getter's half
   */
  protected abstract void arrived(CalleeHalf half);

  /**
   * Takes the message out of its record.
   *
   * @param delivery the message, checked; it fits
   * @param payload the payload in shared memory: to be read once
   * @return false if the buffer cannot be written: then another getter gets the message (KSM-23)
   */
  protected abstract boolean take(Delivery delivery, MemorySegment payload);

  /**
   * Ends this get: exactly once for each that was accepted.
   *
   * @param status success, too small, cancelled, disconnected, or that the buffer cannot be written
   * @param bytes bytes of header and payload, or bytes needed
   */
  protected abstract void complete(NtStatus status, int bytes);
}
