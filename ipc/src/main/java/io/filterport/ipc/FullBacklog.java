package io.filterport.ipc;

import io.filterport.linux.Errno;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * How a client waits where it cannot even queue: the manager is busy with others, and drops those
 * that dawdle.
 */
final class FullBacklog {
  private static final long PAUSE_NANOS = 1_000_000;
  private static final long PATIENCE_NANOS = ControlServer.HANDSHAKE_NANOS;

  private FullBacklog() {}

  /**
   * {@return what connecting gave in the end} An interrupt does not end it, and is kept: with its
   * flag set a thread would not pause, but try as fast as it can.
   *
   * @param connect tries once; -EAGAIN says that the backlog is full
   */
  static int connect(IntSupplier connect) {
    long start = System.nanoTime();
    boolean interrupted = false;
    int result = connect.getAsInt();
    while (result == -Errno.EAGAIN && System.nanoTime() - start < PATIENCE_NANOS) {
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(PAUSE_NANOS);
      result = connect.getAsInt();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }
}
