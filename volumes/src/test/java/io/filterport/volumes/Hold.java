package io.filterport.volumes;

import java.util.concurrent.CountDownLatch;

/** Where a callback stops until the test lets it go. Each way is passed once. */
public final class Hold implements Runnable {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  /** For the callback. */
  @Override
  public void run() {
    reached.countDown();
    Latches.await(released);
  }

  /** For the test: waits until the callback stands here. */
  public void awaitReached() {
    Latches.await(reached);
  }

  /** For the test: lets the callback go on. */
  public void release() {
    released.countDown();
  }
}
