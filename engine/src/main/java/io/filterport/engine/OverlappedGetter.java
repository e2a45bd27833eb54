package io.filterport.engine;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.engine.slots.CalleeHalf;
import io.filterport.engine.slots.Deadline;
import io.filterport.engine.slots.Waiter;
import io.filterport.service.Completion;
import java.lang.foreign.MemorySegment;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One overlapped get: its end goes to the event, to the completion port and to the future. */
final class OverlappedGetter extends MessageGetter {
  /** A thread of its own for each: the common pool may have only one, which a dependant blocks. */
  private static final Executor DEPENDANTS = Thread::startVirtualThread;

  private final EngineOverlapped overlapped;

  /** Of the connection: what it holds when the get completes counts. */
  private final AtomicReference<@Nullable Association> association;

  private final AtomicReference<@Nullable CompletableFuture<Integer>> future =
      new AtomicReference<>();

  /** Each is woken at the end, if that has not come already. */
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

  /** A tie to a completion port. */
  record Association(EngineCompletionPort port, long key) {}

  OverlappedGetter(
      CalleeHalf half,
      MemorySegment buffer,
      EngineOverlapped overlapped,
      AtomicReference<@Nullable Association> association) {
    super(half);
    this.overlapped = overlapped;
    this.association = association;
    fill(buffer);
  }

  /**
   * Waits for the end.
   *
   * @param interruptible whether an interrupt ends the wait
   * @return whether it has ended
   */
  boolean await(Deadline deadline, boolean interruptible) {
    Waiter me = new Waiter();
    waiters.add(me);
    try {
      half()
          .await(
              me,
              () -> isDone() || (interruptible && Thread.currentThread().isInterrupted()),
              deadline);
    } finally {
      waiters.remove(me);
    }
    return isDone();
  }

  @Override
  void completed() {
    Association tie = association.get();
    if (tie != null && overlapped.postsPacket()) {
      tie.port().completed(new Completion(tie.key(), overlapped, status(), bytes()));
    }
    completeFuture();
    for (Waiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
      waiter.wake();
    }
  }

  int result() {
    if (status().equals(NtStatus.SUCCESS)) {
      return bytes();
    }
    throw GetFailures.of("overlapped get", status(), bytes());
  }

  /** Nobody may be waiting for the arrival, so somebody is made to. */
  CompletableFuture<Integer> toFuture() {
    CompletableFuture<Integer> fresh = new CompletableFuture<>();
    CompletableFuture<Integer> there = future.compareAndExchange(null, fresh);
    CompletableFuture<Integer> result = there == null ? fresh : there;
    if (!half().tryLeader() && !isDone()) {
      throw new FilterPortException(
          "future of an OVERLAPPED",
          NtStatus.INSUFFICIENT_RESOURCES,
          "The system gives no thread to wait for it: try again later, or wait for the event.");
    }
    if (isDone()) {
      completeFuture();
    }
    return result.copy();
  }

  /**
   * Dependants must not run on a filter's thread, nor on one that others need: those of one get may
   * wait for another's.
   */
  private void completeFuture() {
    CompletableFuture<Integer> waiting = future.get();
    if (waiting != null) {
      waiting.completeAsync(this::result, DEPENDANTS);
    }
  }
}
