package io.filterport.volumes;

import java.util.concurrent.CountDownLatch;

/** Waiting where nothing checked may be thrown. */
public final class Latches {
  private Latches() {}

  /** Waits without a limit; nobody interrupts a test. */
  public static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
