package io.filterport.engine.slots;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The threads that wait at one place. Safe for use by any thread; adding one allocates nothing. */
final class WaiterList {
  // guarded by this; size is read without
  private final ArrayList<Waiter> waiters = new ArrayList<>();
  private volatile int size;

  synchronized void add(Waiter waiter) {
    waiters.add(waiter);
    size = waiters.size();
  }

  synchronized void remove(Waiter waiter) {
    waiters.remove(waiter);
    size = waiters.size();
  }

  int size() {
    return size;
  }

  /** {@return the first one that can sleep on a bell; null if none} */
  synchronized @Nullable Waiter firstPlatform() {
    for (int i = 0; i < waiters.size(); i++) {
      if (!waiters.get(i).thread.isVirtual()) {
        return waiters.get(i);
      }
    }
    return null;
  }

  synchronized boolean hasVirtual() {
    for (int i = 0; i < waiters.size(); i++) {
      if (waiters.get(i).thread.isVirtual()) {
        return true;
      }
    }
    return false;
  }

  synchronized List<Waiter> all() {
    return List.copyOf(waiters);
  }
}
