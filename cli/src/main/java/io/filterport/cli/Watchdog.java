package io.filterport.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Tells the service manager again and again that this process lives, as long as all that it is for
 * makes progress. If something hangs, a look hangs or fails, the manager hears nothing any more,
 * and does what its unit says.
 */
final class Watchdog implements AutoCloseable {
  /** Looks within one time limit: two may be late or lost. */
  private static final int LOOKS = 3;

  private final ServiceManager manager;
  private final List<BooleanSupplier> looks;
  private final CountDownLatch closed = new CountDownLatch(1);

  private Watchdog(ServiceManager manager, List<BooleanSupplier> looks) {
    this.manager = manager;
    this.looks = looks;
  }

  /**
   * {@return what looks, on a thread of its own, if the manager wants to hear}
   *
   * @param manager who is told
   * @param looks each tells whether something works; asked by one thread
   */
  static Watchdog start(ServiceManager manager, List<BooleanSupplier> looks) {
    Watchdog watchdog = new Watchdog(manager, looks);
    manager.watchdogMillis().ifPresent(watchdog::start);
    return watchdog;
  }

  private void start(long limitMillis) {
    Thread.ofPlatform()
        .daemon()
        .name("filterport-watchdog")
        .start(() -> look(Math.max(1, limitMillis / LOOKS)));
  }

  private void look(long pauseMillis) {
    try {
      do {
        if (isWell()) {
          manager.alive();
        }
      } while (!closed.await(pauseMillis, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Asks all: each may remember what it saw. Who cannot tell (no memory) is not well, this time.
   */
  private boolean isWell() {
    try {
      return looks.stream().filter(look -> !look.getAsBoolean()).count() == 0;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  /** Nobody is told any more. */
  @Override
  public void close() {
    closed.countDown();
  }
}
