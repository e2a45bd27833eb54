package io.filterport.verify.conformance.world;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Holds callbacks until it is opened. Safe for use by any thread. */
public final class Gate {
  private final CountDownLatch opened = new CountDownLatch(1);
  private final AtomicInteger held = new AtomicInteger();

  /** Waits here until the gate is open. */
  public void hold() {
    held.incrementAndGet();
    Waits.on(opened);
  }

  /** {@return the argument, when the gate is open} */
  public <T> T hold(T answer) {
    hold();
    return answer;
  }

  /** Returns when so many have come. */
  public void awaitHeld(int count) {
    Waits.until(() -> held.get() >= count);
  }

  public void open() {
    opened.countDown();
  }
}
