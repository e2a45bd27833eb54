package io.filterport.engine.slots;

import java.util.concurrent.locks.LockSupport;

/** The calling thread, as one that waits for something and is woken by whoever has it. */
public final class Waiter {
  final Thread thread = Thread.currentThread();

  /** Set by whoever has something for this thread; cleared by the thread before it looks. */
  volatile boolean poked;

  /** {@return whether the calling thread made this} */
  public boolean isCurrentThread() {
    return thread.equals(Thread.currentThread());
  }

  /** Lets the thread look again, if it parks. */
  public void unpark() {
    LockSupport.unpark(thread);
  }
}
