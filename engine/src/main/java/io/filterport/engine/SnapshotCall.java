package io.filterport.engine;

import io.filterport.engine.slots.Delivery;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A private snapshot and a staging buffer, both dead after the callback. Of the callback's thread
 * alone: to free memory that all threads may use takes tens of microseconds.
 */
final class SnapshotCall extends ServedCall {
  /** A filter's test of the alignment succeeds, whatever it is about to read (BUF-05). */
  private static final int ALIGNMENT = 16;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment input;
  private final boolean hasOutput;
  private final int capacity;

  /** Made when it is asked for: a client may have room for much more than it gets. */
  private @Nullable MemorySegment output;

  SnapshotCall(Delivery delivery, MemorySegment record, int maxOutput) {
    MemorySegment snapshot = arena.allocate(delivery.length(), ALIGNMENT);
    MemorySegment.copy(record, 0, snapshot, 0, delivery.length());
    input = snapshot.asReadOnly();
    hasOutput = delivery.hasReplyBuffer();
    capacity = Math.min(delivery.replyCapacity(), maxOutput);
  }

  @Override
  public MemorySegment input() {
    return input;
  }

  @Override
  public @Nullable MemorySegment output() {
    if (output == null && hasOutput) {
      output = arena.allocate(capacity, ALIGNMENT);
    }
    return output;
  }

  @Override
  int room() {
    return hasOutput ? capacity : 0;
  }

  @Override
  void end() {
    arena.close();
  }
}
