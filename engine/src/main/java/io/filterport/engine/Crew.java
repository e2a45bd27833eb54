package io.filterport.engine;

import io.filterport.engine.slots.Waiter;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work that waits for workers, and workers that wait for work. Safe for use by any thread.
 *
 * <p>At most one worker is on its way at a time. It takes the oldest work, and calls the next one
 * if there is more: by then that may be done, for waking a thread often takes longer than the work.
 * The worker that came last is called first, and one that brings the work itself before all others:
 * it takes what it has brought without waking anybody.
 */
abstract class Crew<T> {
  /** Most crews are small. */
  private static final int FEW = 1;

  // guarded by this
  private final ArrayDeque<T> work = new ArrayDeque<>(FEW);

  /** Whether there is none. Written under this. */
  private volatile boolean workless = true;

  private final ArrayDeque<Member> idle = new ArrayDeque<>(FEW);

  /** Whether a worker is on its way. */
  private boolean coming;

  /** The one on its way, if it looks for work itself. */
  private @Nullable Member looker;

  /** The calling thread as a worker. */
  static final class Member {
    final Waiter waiter = new Waiter();
    private volatile boolean called;

    /** {@return whether it is on its way} To be looked at after each wake. */
    boolean isCalled() {
      return called;
    }
  }

  /**
   * Asks for one worker more, since nobody is idle. Without a lock held.
   *
   * @return whether one comes: it must call {@link #arrived} then
   */
  abstract boolean hire();

  /** Brings work, and somebody to do it. */
  final void add(T item) {
    boolean first;
    Member looking;
    synchronized (this) {
      work.add(item);
      workless = false;
      first = !coming;
      coming = true;
      looking = looker;
    }
    if (first) {
      call();
    } else if (looking != null && !looking.waiter.isCurrentThread()) {
      looking.waiter.wake();
    }
  }

  /** One is called, and nobody is on the way but that one. */
  private void call() {
    Member worker = choose();
    if (worker == null && !hire()) {
      worker = chooseOrStop();
    }
    if (worker != null) {
      worker.waiter.wake();
    }
  }

  /** Nobody could be hired; somebody may have gone to rest meanwhile. */
  private synchronized @Nullable Member chooseOrStop() {
    Member worker = choose();
    coming = worker != null;
    return worker;
  }

  private synchronized @Nullable Member choose() {
    Member worker = idle.peek();
    for (Member other : idle) {
      if (other.waiter.isCurrentThread()) {
        worker = other;
      }
    }
    if (worker != null) {
      idle.remove(worker);
      worker.called = true;
    }
    return worker;
  }

  /** Whoever was on the way is there, or does not come. */
  final synchronized void arrived() {
    coming = false;
  }

  /** {@return work for the worker; null if there is none} */
  final @Nullable T take(Member me) {
    T item;
    boolean more;
    synchronized (this) {
      arrive(me);
      item = work.poll();
      workless = work.isEmpty();
      more = !coming && !work.isEmpty();
      coming |= more;
    }
    if (more) {
      call();
    }
    return item;
  }

  /** {@return work for whoever asks; null if there is none} */
  final synchronized @Nullable T poll() {
    T item = work.poll();
    workless = work.isEmpty();
    return item;
  }

  private void arrive(Member me) {
    if (me.called) {
      me.called = false;
      coming = false;
      looker = null;
    } else {
      idle.remove(me);
    }
  }

  /** {@return whether there is no work, perhaps} */
  final boolean isWorkless() {
    return workless;
  }

  /** The worker looks for work itself, on its way to {@link #take}. */
  final synchronized void look(Member me) {
    if (!coming) {
      coming = true;
      me.called = true;
      looker = me;
    }
  }

  /** From now on the worker can be called. It waits until it is, on its way to {@link #take}. */
  final synchronized void rest(Member me) {
    if (work.isEmpty() || coming) {
      idle.push(me);
    } else {
      coming = true;
      me.called = true;
    }
  }

  /** {@return whether the worker had not been called; it is not any more, and may go} */
  final synchronized boolean withdraw(Member me) {
    return !me.called && idle.remove(me);
  }

  /**
   * A worker that went does not count any more. Whoever brought work before may have found that
   * nobody could be hired, and may be about to say that nobody comes; so that is not asked here.
   */
  final void countedOut() {
    if (!workless) {
      boolean ignored = hire();
    }
  }

  /** Lets everybody who rests look again at what else they wait for. */
  final void wakeIdle() {
    List<Member> resting;
    synchronized (this) {
      resting = List.copyOf(idle);
    }
    resting.forEach(member -> member.waiter.wake());
  }

  final synchronized void dropWork() {
    work.clear();
    workless = true;
  }
}
