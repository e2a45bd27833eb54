package io.filterport.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs until it is told to stop end in order, when a signal such as Ctrl-C ends
 * the process. For the command's thread.
 */
final class StopSignal implements AutoCloseable {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  private final Runnable wake;

  private StopSignal(Runnable wake) {
    this.wake = wake;
  }

  /**
   * {@return what a signal asks from now on}
   *
   * @param patienceMillis how long the process goes on for the command's sake
   */
  static StopSignal catching(long patienceMillis) {
    return catching(patienceMillis, () -> {});
  }

  /** {@return the same; this thread is interrupted then, wherever it waits} */
  static StopSignal interrupting(long patienceMillis) {
    return interrupting(patienceMillis, () -> {});
  }

  /** {@return the same, which first tells somebody} */
  static StopSignal interrupting(long patienceMillis, Runnable first) {
    Thread waiting = Thread.currentThread();
    return catching(
        patienceMillis,
        () -> {
          first.run();
          waiting.interrupt();
        });
  }

  private static StopSignal catching(long patienceMillis, Runnable wake) {
    StopSignal signal = new StopSignal(wake);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.stop(patienceMillis)));
    return signal;
  }

  private void stop(long patienceMillis) {
    asked.countDown();
    if (over.getCount() > 0) {
      wake.run();
    }
    try {
      boolean ignored = over.await(patienceMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Returns when the command is asked to stop. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** Returns when the command is asked to stop, at the latest after a pause. */
  void pause(long millis) throws InterruptedException {
    boolean ignored = asked.await(millis, TimeUnit.MILLISECONDS);
  }

  /** The command has ended. */
  @Override
  public void close() {
    over.countDown();
  }
}
