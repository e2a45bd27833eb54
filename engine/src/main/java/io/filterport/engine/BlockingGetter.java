package io.filterport.engine;

import io.filterport.engine.slots.CalleeHalf;
import io.filterport.engine.slots.Deadline;
import io.filterport.engine.slots.Waiter;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/** The gets of one thread that waits for each of them. For use by that thread. */
final class BlockingGetter extends MessageGetter {
  private final Waiter waiter = new Waiter();
  private final BooleanSupplier done = this::isDone;
  private final BooleanSupplier doneOrInterrupted = this::isDoneOrInterrupted;

  BlockingGetter(CalleeHalf half) {
    super(half);
  }

  boolean isCurrentThread() {
    return waiter.isCurrentThread();
  }

  private boolean isDoneOrInterrupted() {
    return isDone() || Thread.currentThread().isInterrupted();
  }

  /** An interrupt cancels, unless a message was first; then that is what comes back. */
  void await() {
    half().await(waiter, doneOrInterrupted, Deadline.NEVER);
    if (!isDone() && Thread.interrupted()) {
      boolean ignored = half().cancel(this);
      half().await(waiter, done, Deadline.NEVER);
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps nothing of the caller's. */
  void forget() {
    fill(MemorySegment.NULL);
  }

  @Override
  void completed() {
    waiter.wake();
  }
}
