package io.filterport.engine;

import io.filterport.engine.slots.CalleeHalf;
import io.filterport.engine.slots.Delivery;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Views of the memory that both sides share: nothing is copied, and calls like the last one
 * allocate nothing.
 */
final class InPlaceCall extends ServedCall {
  private final CalleeHalf half;
  private final Delivery delivery;
  private final int maxOutput;
  private final InPlaceViews views;
  private MemorySegment record = MemorySegment.NULL;

  InPlaceCall(CalleeHalf half, Delivery delivery, InPlaceViews views, int maxOutput) {
    this.half = half;
    this.views = views;
    this.delivery = delivery;
    this.maxOutput = maxOutput;
  }

  /** The message that was delivered last. */
  void read(MemorySegment shared) {
    record = shared;
  }

  @Override
  public MemorySegment input() {
    return views.at(delivery.slot()).input.slice(record, delivery.length(), true);
  }

  @Override
  public @Nullable MemorySegment output() {
    if (!delivery.hasReplyBuffer()) {
      return null;
    }
    MemorySegment reply = half.replyRecord(delivery.slot(), room());
    return views.at(delivery.slot()).output.slice(reply, room(), false);
  }

  @Override
  int room() {
    return delivery.hasReplyBuffer() ? Math.min(delivery.replyCapacity(), maxOutput) : 0;
  }

  @Override
  void end() {
    // the memory is the connection's
  }
}
