package io.filterport.engine.slots;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The calling thread, as one that waits for something and is woken by whoever has it. */
public final class Waiter {
  final Thread thread = Thread.currentThread();

  /** Set by whoever has something for this thread; cleared by the thread before it looks. */
  volatile boolean poked;

  /** Whether the thread parks, or is about to: then it must be unparked. */
  private volatile boolean parked;

  /** What the thread sleeps on, of several any one; null while it parks or is awake. */
  volatile @Nullable Bed bed;

  /** {@return whether the calling thread made this} */
  public boolean isCurrentThread() {
    return thread.equals(Thread.currentThread());
  }

  /** Lets the thread look again, be it awake, parked or asleep on a bell. */
  public void wake() {
    poked = true;
    Bed asleep = bed;
    if (asleep != null) {
      asleep.rouseSleeper();
    }
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  /** Before the thread looks at what it may have been woken for. */
  public void clear() {
    poked = false;
  }

  boolean isPoked() {
    return poked;
  }

  /**
   * Looks once more.
   *
   * @param done what is waited for
   * @return whether it is not done, and there is time left
   */
  boolean mustWait(BooleanSupplier done, Deadline deadline) {
    clear();
    return !done.getAsBoolean() && deadline.remainingNanos() > 0;
  }

  /** Sleeps off every bell; may return early. Whoever wakes it from now on unparks it. */
  void park(Deadline deadline) {
    parked = true;
    if (!poked) {
      parkNow(deadline.remainingNanos());
    }
    parked = false;
  }

  private void parkNow(long nanos) {
    if (nanos == Long.MAX_VALUE) {
      LockSupport.park(this);
    } else if (nanos > 0) {
      LockSupport.parkNanos(this, nanos);
    }
  }
}
