package io.filterport.engine.slots;

import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's buffer for one message. Its half calls the methods from whichever thread does the
 * bookkeeping, and without any lock held but for {@link #complete}.
 */
public abstract class Getter {
  static final long NOT_IN_LINE = 0;

  /** Bytes that the buffer holds, the 16 of a header included. */
  private int capacity;

  /** Guarded by the half's lock: the slot that offers this buffer, or -1. */
  int slot = -1;

  /** Guarded by the half's lock: the count of offers when this buffer was offered. */
  long ticket;

  // of whoever collects: what the getter's slot held when it left it
  int leftSlot;
  long leftWord;
  @Nullable String leftFault;

  /** Where it stands in CompletionOrder's line. Of whoever collects, or is to complete it. */
  long place = NOT_IN_LINE;

  // guarded by the lock of CompletionOrder: whether it need not wait any more, how it completes
  // then (null: an error has ended it), and who comes next
  boolean mayPass;
  @Nullable NtStatus end;
  int endBytes;
  @Nullable Getter behind;

  private final Delivery delivery = new Delivery();

  /**
   * Makes a getter.
   *
   * @param capacity bytes that the buffer holds, the 16 of a header included
   */
  protected Getter(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Changes the buffer of a getter that is complete, or was never offered.
   *
   * @param bytes that it holds, the 16 of a header included
   */
  protected final void setCapacity(int bytes) {
    capacity = bytes;
  }

  /** {@return the message that it took last} */
  protected final Delivery delivery() {
    return delivery;
  }

  final int capacity() {
    return capacity;
  }

  /**
   * The slot of a filter's getter has news: time to call {@link CalleeHalf#collect}, which is done
   * at once unless there is another thread for it. A service's is collected anyway.
   *
   * @param half the getter's half
   */
  protected void arrived(CalleeHalf half) {
    half.collect(this);
  }

  /**
   * Takes the message out of its record.
   *
   * @param message the message, checked; it fits
   * @param record shared memory that begins with the payload: to be read once
   * @return false if the buffer cannot be written: then another getter gets the message (KSM-23)
   */
  protected abstract boolean take(Delivery message, MemorySegment record);

  /**
   * {@return whether the message is read where it lies, after it was taken} Then {@link
   * CalleeHalf#replyInPlace} says that it has been.
   */
  protected boolean readsInPlace() {
    return false;
  }

  /**
   * Ends this get: exactly once for each that was accepted. To come back into the half from here is
   * not allowed: it may hold the lock of those that complete in order.
   *
   * @param status success, too small, cancelled, disconnected, or that the buffer cannot be written
   * @param bytes bytes of header and payload, or bytes needed
   */
  protected abstract void complete(NtStatus status, int bytes);
}
