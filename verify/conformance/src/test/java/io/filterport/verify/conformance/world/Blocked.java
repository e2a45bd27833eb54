package io.filterport.verify.conformance.world;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** Tells whether a thread waits inside a port. Stateless. */
public final class Blocked {
  private static final String FUTEX = "io.filterport.linux.Futex";

  private Blocked() {}

  /**
   * {@return whether the thread is parked by the engine, or sleeps in the kernel for it} Whoever is
   * there has already done everything that others can see of the call.
   */
  public static boolean isBlocked(Thread thread) {
    return LockSupport.getBlocker(thread) != null || sleepsOnFutex(thread);
  }

  private static boolean sleepsOnFutex(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(
            frame -> frame.getClassName().equals(FUTEX) && frame.getMethodName().equals("await"));
  }
}
