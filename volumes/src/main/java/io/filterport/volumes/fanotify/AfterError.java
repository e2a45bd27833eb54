package io.filterport.volumes.fanotify;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** For threads that outlive every error, because others wait for them. Stateless. */
final class AfterError {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private AfterError() {}

  /** The error may last, and must not take the processor from what would end it. */
  static void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }
}
