package io.filterport.engine;

import io.filterport.NtStatus;
import io.filterport.engine.slots.CalleeHalf;
import io.filterport.service.Completion;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One overlapped get: its end goes to the event, to the completion port and to the future. */
final class OverlappedGetter extends MessageGetter {
  private final EngineOverlapped overlapped;
  private final @Nullable Association association;
  private final AtomicReference<@Nullable CompletableFuture<Integer>> future =
      new AtomicReference<>();

  /** A tie to a completion port. */
  record Association(EngineCompletionPort port, long key) {}

  OverlappedGetter(
      CalleeHalf half,
      MemorySegment buffer,
      EngineOverlapped overlapped,
      @Nullable Association association) {
    super(half, buffer);
    this.overlapped = overlapped;
    this.association = association;
  }

  @Override
  protected void completed() {
    if (association != null) {
      association
          .port()
          .completed(new Completion(association.key(), overlapped, status(), bytes()));
    }
    completeFuture();
  }

  /** It was never accepted: no completion follows, and the OVERLAPPED is free (GET-03). */
  void refused() {
    overlapped.forget(this);
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
    half().ensureLeader();
    if (isDone()) {
      completeFuture();
    }
    return result.copy();
  }

  /** Asynchronously: dependants must not run on a filter's thread. */
  private void completeFuture() {
    CompletableFuture<Integer> waiting = future.get();
    if (waiting != null) {
      waiting.completeAsync(this::result);
    }
  }
}
