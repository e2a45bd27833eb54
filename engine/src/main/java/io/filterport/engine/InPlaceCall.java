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
  private final View input = new View();
  private final View output = new View();
  private MemorySegment record = MemorySegment.NULL;

  /** A slice that is kept as long as the same one is wanted. */
  private static final class View {
    private MemorySegment of = MemorySegment.NULL;
    private MemorySegment slice = MemorySegment.NULL;

    MemorySegment slice(MemorySegment whole, long length, boolean readOnly) {
      if (!of.equals(whole) || slice.byteSize() != length) {
        MemorySegment part = whole.asSlice(0, length);
        slice = readOnly ? part.asReadOnly() : part;
        of = whole;
      }
      return slice;
    }
  }

  InPlaceCall(CalleeHalf half, Delivery delivery, int maxOutput) {
    this.half = half;
    this.delivery = delivery;
    this.maxOutput = maxOutput;
  }

  /** The message that was delivered last. */
  void read(MemorySegment shared) {
    record = shared;
  }

  @Override
  public MemorySegment input() {
    return input.slice(record, delivery.length(), true);
  }

  @Override
  public @Nullable MemorySegment output() {
    if (!delivery.hasReplyBuffer()) {
      return null;
    }
    MemorySegment reply = half.replyRecord(delivery.slot(), room());
    return output.slice(reply, room(), false);
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
