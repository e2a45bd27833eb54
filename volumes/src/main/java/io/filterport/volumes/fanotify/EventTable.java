package io.filterport.volumes.fanotify;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The events in flight, by their sequence number. Safe for use by any thread.
 *
 * <p>All have the same time limit, so the oldest is the one that runs out first. One that gets more
 * time gets a whole limit; among those that did it is the youngest. The thread that watches the
 * deadlines sleeps until that moment and is not woken by events that come meanwhile, unless one had
 * to wait for room and has less time left; only when it found nothing in flight for a whole time
 * limit it sleeps until it is called.
 */
final class EventTable {
  private final int capacity;
  private final long timeLimitNanos;
  private final Runnable onRoom;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition called = lock.newCondition();
  private final Condition allAnswered = lock.newCondition();

  // guarded by lock; the maps are large enough from the beginning, so adding works as a whole or
  // fails; in each the oldest is the first
  private final LinkedHashMap<Long, PendingEvent> waiting;
  private final LinkedHashMap<Long, PendingEvent> extended;
  private int unanswered;
  private boolean roomWanted;
  private long wakesNanos;
  private boolean asleep;
  private boolean closing;
  private boolean closed;

  /**
   * Makes a table with nothing in flight.
   *
   * @param capacity events in flight at most
   * @param timeLimitNanos of an event
   * @param onRoom runs when there is room again for whoever was told that there is none; must not
   *     wait
   */
  EventTable(int capacity, long timeLimitNanos, Runnable onRoom) {
    this.capacity = capacity;
    this.timeLimitNanos = timeLimitNanos;
    this.onRoom = onRoom;
    this.waiting = LinkedHashMap.newLinkedHashMap(capacity);
    this.extended = LinkedHashMap.newLinkedHashMap(capacity);
  }

  /** {@return how many more it takes; if none, the caller is called when it takes one} */
  int room() {
    lock.lock();
    try {
      roomWanted = unanswered == capacity;
      return capacity - unanswered;
    } finally {
      lock.unlock();
    }
  }

  /** {@return how many are in flight} */
  int unanswered() {
    lock.lock();
    try {
      return unanswered;
    } finally {
      lock.unlock();
    }
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
      if (asleep || event.isDueBefore(wakesNanos)) {
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
      remove(event);
      unanswered--;
      if (unanswered == 0) {
        allAnswered.signalAll();
      }
      callForRoom();
    } finally {
      lock.unlock();
    }
  }

  private void callForRoom() {
    if (roomWanted) {
      roomWanted = false;
      onRoom.run();
    }
  }

  private void remove(PendingEvent event) {
    waiting.remove(event.sequence());
    extended.remove(event.sequence());
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
      remove(oldest);
      if (closing || !oldest.extend(timeLimitNanos)) {
        return oldest;
      }
      if (!putOff(oldest)) {
        return oldest;
      }
      oldest = oldest();
    }
    return null;
  }

  /** {@return false where there is no memory for more time: nobody would watch over it} */
  private boolean putOff(PendingEvent event) {
    try {
      extended.put(event.sequence(), event);
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  private @Nullable PendingEvent oldest() {
    PendingEvent first = first(waiting);
    PendingEvent other = first(extended);
    if (first == null || other == null) {
      return first == null ? other : first;
    }
    return first.nanosLeft() <= other.nanosLeft() ? first : other;
  }

  private static @Nullable PendingEvent first(SequencedMap<Long, PendingEvent> events) {
    return events.isEmpty() ? null : events.firstEntry().getValue();
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
    while (oldest() == null && !closed) {
      called.awaitUninterruptibly();
    }
    asleep = false;
  }

  /** {@return whether the whole time passed} Nobody interrupts; if somebody does, look again. */
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private boolean sleep(long nanos) {
    wakesNanos = System.nanoTime() + nanos;
    try {
      return called.awaitNanos(nanos) <= 0;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** From now on no deadline is put off. */
  void beginClosing() {
    lock.lock();
    try {
      closing = true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, not interruptibly, until every event is answered: at most until its deadline. */
  void awaitAllAnswered() {
    lock.lock();
    try {
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
