package io.filterport.volumes.fanotify;

import java.util.LinkedHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The events in flight, by their sequence number. Safe for use by any thread.
 *
 * <p>All have the same time limit, so the oldest is the one that runs out first. One that gets more
 * time gets a whole limit, and becomes the youngest. The thread that watches the deadlines sleeps
 * until that moment and is not woken by events that come meanwhile; only when it found nothing in
 * flight for a whole time limit it sleeps until it is called.
 */
final class EventTable {
  private final int capacity;
  private final long timeLimitNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition called = lock.newCondition();
  private final Condition allAnswered = lock.newCondition();

  // guarded by lock; the map is large enough from the beginning, so adding works as a whole or
  // fails
  private final LinkedHashMap<Long, PendingEvent> waiting;
  private int unanswered;
  private boolean asleep;
  private boolean closing;
  private boolean closed;

  EventTable(int capacity, long timeLimitNanos) {
    this.capacity = capacity;
    this.timeLimitNanos = timeLimitNanos;
    this.waiting = LinkedHashMap.newLinkedHashMap(capacity);
  }

  /** {@return false if there are too many already} */
  boolean add(PendingEvent event) {
    lock.lock();
    try {
      if (unanswered == capacity) {
        return false;
      }
      waiting.put(event.sequence(), event);
      unanswered++;
      if (asleep) {
        called.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets an event, once, when its answer is written. */
  void answered(PendingEvent event) {
    lock.lock();
    try {
      waiting.remove(event.sequence());
      unanswered--;
      if (unanswered == 0) {
        allAnswered.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** {@return the next event whose time is up, given out once; null after {@link #close()}} */
  @Nullable PendingEvent awaitExpired() {
    lock.lock();
    try {
      PendingEvent expired = takeExpired();
      while (expired == null && !closed) {
        sleep();
        expired = takeExpired();
      }
      return expired;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable PendingEvent takeExpired() {
    PendingEvent oldest = oldest();
    while (oldest != null && oldest.nanosLeft() <= 0) {
      waiting.remove(oldest.sequence());
      if (closing || !oldest.extend(timeLimitNanos)) {
        return oldest;
      }
      waiting.put(oldest.sequence(), oldest);
      oldest = oldest();
    }
    return null;
  }

  private @Nullable PendingEvent oldest() {
    return waiting.isEmpty() ? null : waiting.firstEntry().getValue();
  }

  private void sleep() {
    PendingEvent oldest = oldest();
    if (oldest != null) {
      sleep(oldest.nanosLeft());
    } else if (sleep(timeLimitNanos)) {
      sleepUntilCalled();
    }
  }

  private void sleepUntilCalled() {
    asleep = true;
    while (waiting.isEmpty() && !closed) {
      called.awaitUninterruptibly();
    }
    asleep = false;
  }

  /** {@return whether the whole time passed} Nobody interrupts; if somebody does, look again. */
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private boolean sleep(long nanos) {
    try {
      return called.awaitNanos(nanos) <= 0;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /**
   * Waits, not interruptibly, until every event is answered: at most until its deadline, which is
   * not put off any more.
   */
  void awaitAllAnswered() {
    lock.lock();
    try {
      closing = true;
      while (unanswered > 0) {
        allAnswered.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends {@link #awaitExpired()}. */
  void close() {
    lock.lock();
    try {
      closed = true;
      called.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
