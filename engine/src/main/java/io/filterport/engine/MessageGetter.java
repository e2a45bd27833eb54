package io.filterport.engine;

import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.engine.slots.CalleeHalf;
import io.filterport.engine.slots.Delivery;
import io.filterport.engine.slots.Getter;
import io.filterport.engine.slots.Waiter;
import java.lang.foreign.MemorySegment;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** One FilterGetMessage under way: fills the service's buffer and remembers how it ended. */
class MessageGetter extends Getter {
  private final CalleeHalf half;
  private final MemorySegment buffer;
  private final Set<MessageGetter> outstanding;
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

  /** Written before the status. */
  private int bytes;

  private volatile @Nullable NtStatus status;

  /** It leaves the set of those outstanding when it completes. */
  MessageGetter(CalleeHalf half, MemorySegment buffer, Set<MessageGetter> outstanding) {
    super((int) Math.min(buffer.byteSize(), Integer.MAX_VALUE));
    this.half = half;
    this.buffer = buffer;
    this.outstanding = outstanding;
  }

  final CalleeHalf half() {
    return half;
  }

  @Override
  protected final void arrived(CalleeHalf at) {
    at.collect(this);
  }

  /** A buffer that its owner frees under way costs this get, nothing else (KSM-23). */
  @Override
  protected final boolean take(Delivery delivery, MemorySegment payload) {
    int replyLength = delivery.replyWanted() ? ReplyHeader.SIZE + delivery.replyCapacity() : 0;
    try {
      new MessageHeader(replyLength, delivery.id()).write(buffer);
      MemorySegment.copy(payload, 0, buffer, MessageHeader.SIZE, delivery.length());
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  @Override
  protected final void complete(NtStatus end, int count) {
    bytes = count;
    status = end;
    outstanding.remove(this);
    completed();
    for (Waiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
      waiter.wake();
    }
  }

  /** Called once, when the end is known. */
  protected void completed() {}

  final boolean isDone() {
    return status != null;
  }

  /** {@return how it ended, or PENDING} */
  final NtStatus status() {
    NtStatus end = status;
    return end == null ? NtStatus.PENDING : end;
  }

  /** {@return bytes of the message, or bytes needed; valid once done} */
  final int bytes() {
    return bytes;
  }

  /** The waiter is woken at the end, if that has not come already: look once more afterwards. */
  final void add(Waiter waiter) {
    waiters.add(waiter);
  }

  final void remove(Waiter waiter) {
    waiters.remove(waiter);
  }
}
