package io.filterport.verify.conformance.agent;

import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Waits;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A dependant of a get's future that stays inside until it may leave. */
final class HeldCompletion {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leaving = new CountDownLatch(1);

  private HeldCompletion() {}

  /** {@return a dependant of a future that is not complete: it would run on this thread} */
  static HeldCompletion of(Overlapped pending) {
    HeldCompletion held = new HeldCompletion();
    CompletableFuture<Void> ignored = pending.toFuture().thenRun(held::stay);
    return held;
  }

  void awaitEntered() {
    Waits.on(entered);
  }

  private void stay() {
    entered.countDown();
    Waits.on(leaving);
  }

  void leave() {
    leaving.countDown();
  }
}
