package io.filterport.engine.slots;

import io.filterport.NtStatus;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The order in which getters complete that threads collect side by side: that of their messages, as
 * far as a sender can know it (KSM-21). Safe for use by any thread.
 *
 * <p>A message whose sender waits for its reply needs no place here: that sender has nothing under
 * way before it, nor sends anything behind it. A message whose sender went on has one, and so has
 * whatever is taken while there are places: it may be by the same sender. Copying is done side by
 * side all the same; who ends before its turn leaves the completion to the thread in front.
 */
final class CompletionOrder {
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock: each getter has the one behind it, so that a place needs no memory
  private @Nullable Getter first;
  private @Nullable Getter last;
  private long lastPlace;

  /** Whether somebody may be in line who has not completed. Written under lock. */
  private volatile boolean busy;

  /**
   * A message is taken to a getter. To be called in the order of the messages.
   *
   * @param awaited whether its sender waits
   */
  void enter(Getter getter, boolean awaited) {
    if (awaited && !busy) {
      return;
    }
    lock.lock();
    try {
      add(getter);
      getter.place = ++lastPlace;
      busy = true;
    } finally {
      lock.unlock();
    }
  }

  private void add(Getter getter) {
    if (last == null) {
      first = getter;
    } else {
      last.behind = getter;
    }
    last = getter;
  }

  /** Completes a getter that was taken, now or when it is its turn. */
  void complete(Getter getter, NtStatus status, int bytes) {
    if (getter.place == Getter.NOT_IN_LINE) {
      getter.complete(status, bytes);
      return;
    }
    lock.lock();
    try {
      getter.end = status;
      getter.endBytes = bytes;
      pass(getter);
    } finally {
      unlock();
    }
  }

  /**
   * After an error a getter that was taken does not complete any more: nobody waits for it. Does
   * nothing if it left the place before, and may stand in another.
   */
  void forget(Getter getter, long place) {
    if (place == Getter.NOT_IN_LINE) {
      return;
    }
    lock.lock();
    try {
      if (getter.place == place && !getter.mayPass) {
        pass(getter);
      }
    } finally {
      unlock();
    }
  }

  private void pass(Getter getter) {
    getter.mayPass = true;
    advance();
  }

  private void unlock() {
    busy = first != null;
    lock.unlock();
  }

  /**
   * Completes those whose turn it is, and whoever is behind one whose completion an error ends. No
   * recursion: there may be thousands.
   */
  private void advance() {
    Throwable failure = null;
    for (Getter head = first; head != null && head.mayPass; head = first) {
      removeFirst(head);
      try {
        end(head);
      } catch (RuntimeException | Error e) {
        failure = FirstFailure.of(failure, e);
      }
    }
    FirstFailure.rethrow(failure);
  }

  private void removeFirst(Getter head) {
    first = head.behind;
    if (first == null) {
      last = null;
    }
    head.behind = null;
    head.place = Getter.NOT_IN_LINE;
    head.mayPass = false;
  }

  private static void end(Getter head) {
    NtStatus end = head.end;
    head.end = null;
    if (end != null) {
      head.complete(end, head.endBytes);
    }
  }
}
