package io.filterport.engine;

import java.util.concurrent.CountDownLatch;

/** Waits that an interrupt does not end; it is kept for later. Stateless. */
final class Latches {
  private Latches() {}

  static void await(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
