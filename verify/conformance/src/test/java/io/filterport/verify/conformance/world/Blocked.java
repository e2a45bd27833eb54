package io.filterport.verify.conformance.world;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Tells whether a thread waits inside a port. Stateless. */
public final class Blocked {
  private static final Set<String> FUTEXES =
      Set.of("io.filterport.linux.Futex", "io.filterport.linux.FutexSet");

  private Blocked() {}

  /**
   * {@return whether the thread is parked by the engine, or sleeps in the kernel for it} Whoever is
   * there has already done everything that others can see of the call. One that was interrupted has
   * not, until it waits again.
   */
  public static boolean isBlocked(Thread thread) {
    return !thread.isInterrupted()
        && (LockSupport.getBlocker(thread) != null || sleepsOnFutex(thread));
  }

  private static boolean sleepsOnFutex(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(
            frame ->
                FUTEXES.contains(frame.getClassName()) && frame.getMethodName().equals("await"));
  }
}
