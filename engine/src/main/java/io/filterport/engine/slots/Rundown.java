package io.filterport.engine.slots;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts those inside something that is going to be taken away, and acts when the last one has
 * left. Safe for use by any thread.
 */
public final class Rundown {
  private static final long CLOSED = 1L << 62;

  /** Those inside, plus {@link #CLOSED}. */
  private final AtomicLong state = new AtomicLong();

  private volatile @Nullable Runnable whenEmpty;

  /** {@return whether the caller is inside now; if so it must call {@link #exit()}} */
  public boolean enter() {
    if (state.incrementAndGet() < CLOSED) {
      return true;
    }
    exit();
    return false;
  }

  /** Leaves. The last one out of a closed rundown runs its action. */
  public void exit() {
    if (state.decrementAndGet() == CLOSED) {
      finish();
    }
  }

  /**
   * Lets nobody in any more. Must be called once.
   *
   * @param action run once, when nobody is inside: by this thread, or by the last one to leave
   */
  public void close(Runnable action) {
    whenEmpty = action;
    if (state.addAndGet(CLOSED) == CLOSED) {
      finish();
    }
  }

  /** Only one thread can take the state from "closed and empty" to "finished". */
  private void finish() {
    Runnable action = whenEmpty;
    if (action != null && state.compareAndSet(CLOSED, CLOSED + CLOSED / 2)) {
      action.run();
    }
  }
}
