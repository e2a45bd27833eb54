package io.filterport.engine;

import io.filterport.engine.slots.Delivery;
import io.filterport.filter.MessageCall;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** One call of a client: a private snapshot and a staging buffer, both dead after the callback. */
final class EngineMessageCall implements MessageCall, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.filterport.engine");

  /** A filter's test of the alignment succeeds, whatever it is about to read (BUF-05). */
  private static final int ALIGNMENT = 16;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment input;
  private final @Nullable MemorySegment output;
  private volatile int returnLength;

  EngineMessageCall(Delivery delivery, MemorySegment payload, int maxOutput) {
    MemorySegment snapshot = arena.allocate(delivery.length(), ALIGNMENT);
    MemorySegment.copy(payload, 0, snapshot, 0, delivery.length());
    input = snapshot.asReadOnly();
    int capacity = Math.min(delivery.replyCapacity(), maxOutput);
    output = delivery.hasReplyBuffer() ? arena.allocate(capacity, ALIGNMENT) : null;
  }

  @Override
  public MemorySegment input() {
    return input;
  }

  @Override
  public @Nullable MemorySegment output() {
    return output;
  }

  @Override
  public void setReturnLength(int bytes) {
    returnLength = Math.max(0, bytes);
  }

  int returnLength() {
    return returnLength;
  }

  /** {@return what the callback wrote, as far as it says that it counts (MNF-07, MNF-08)} */
  MemorySegment counted() {
    MemorySegment staged = output;
    return staged == null
        ? MemorySegment.NULL
        : staged.asSlice(0, Math.min(returnLength, staged.byteSize()));
  }

  /** A thread of the filter that does I/O with a buffer keeps the memory; nothing else suffers. */
  @Override
  public void close() {
    try {
      arena.close();
    } catch (IllegalStateException e) {
      LOG.log(
          Level.WARNING, "a message's buffer is used after its callback; it cannot be freed", e);
    }
  }
}
