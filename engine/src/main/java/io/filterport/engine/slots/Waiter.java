package io.filterport.engine.slots;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The calling thread, as one that waits for something and is woken by whoever has it. */
public final class Waiter {
  final Thread thread = Thread.currentThread();

  /** Set by whoever has something for this thread; cleared by the thread before it looks. */
  volatile boolean poked;

  /** Whose bell the thread sleeps on, of several any one; null while it parks or is awake. */
  volatile @Nullable Watch bed;

  /** {@return whether the calling thread made this} */
  public boolean isCurrentThread() {
    return thread.equals(Thread.currentThread());
  }

  /** Lets the thread look again, be it parked or asleep on a bell. */
  public void wake() {
    poked = true;
    Watch asleep = bed;
    if (asleep != null) {
      asleep.rouseSleeper();
    }
    LockSupport.unpark(thread);
  }

  /**
   * Sleeps until something is done, or the time is up.
   *
   * @param done looked at after each wake
   * @param sleep sleeps for so many nanoseconds at most; may return early
   */
  void await(BooleanSupplier done, Deadline deadline, LongConsumer sleep) {
    while (true) {
      poked = false;
      long nanos = deadline.remainingNanos();
      if (done.getAsBoolean() || nanos <= 0) {
        return;
      }
      sleep.accept(nanos);
    }
  }

  /** Sleeps off every bell. */
  void park(long nanos) {
    if (nanos == Long.MAX_VALUE) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
  }
}
