package io.filterport.engine;

import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.engine.slots.CalleeHalf;
import io.filterport.engine.slots.Delivery;
import io.filterport.engine.slots.Getter;
import io.filterport.engine.slots.MappedFiles;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** One FilterGetMessage under way: fills the service's buffer and remembers how it ended. */
abstract class MessageGetter extends Getter {
  private final CalleeHalf half;
  private MemorySegment buffer = MemorySegment.NULL;

  /** Written before the status. */
  private int bytes;

  private volatile @Nullable NtStatus status;

  MessageGetter(CalleeHalf half) {
    super(0);
    this.half = half;
  }

  /** Gives it a buffer, before it is offered. */
  final void fill(MemorySegment target) {
    buffer = target;
    status = null;
    setCapacity((int) Math.min(target.byteSize(), Integer.MAX_VALUE));
  }

  final CalleeHalf half() {
    return half;
  }

  /**
   * A buffer that its owner frees under way, or that is a file which somebody cuts short, costs
   * this get, nothing else (KSM-23).
   */
  @Override
  protected final boolean take(Delivery message, MemorySegment record) {
    int replyLength = message.replyWanted() ? ReplyHeader.SIZE + message.replyCapacity() : 0;
    try {
      new MessageHeader(replyLength, message.id()).write(buffer);
      MemorySegment.copy(record, 0, buffer, MessageHeader.SIZE, message.length());
      MappedFiles.requireWhole(buffer);
      return true;
    } catch (IllegalStateException | InternalError e) {
      return false;
    }
  }

  @Override
  protected final void complete(NtStatus end, int count) {
    bytes = count;
    status = end;
    completed();
  }

  /** The end is known: the thread that waits for it may have seen it already. */
  abstract void completed();

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
}
