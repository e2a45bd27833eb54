package io.filterport.engine.slots;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who sleeps on a bell: of the threads that wait on a half, one leads and sleeps on the bell
 * itself, the others park. The leader does the bookkeeping for all and hands over before it goes to
 * work, so a message costs no hand-over between threads unless its taker is not the leader.
 *
 * <p>A virtual thread never leads, for the bell's system call would pin its carrier. Where nobody
 * can lead, a thread of the watch's own does. Embedded, nobody sleeps on the bell and everybody
 * parks.
 */
final class Watch {
  /** Wakes in a row that led to nothing before the peer counts as hostile. */
  static final int MAX_EMPTY_WAKES = 10_000;

  private final Bell bell;
  private final BellListener half;
  private final Breach breach;
  private final String name;
  private final AtomicReference<@Nullable Waiter> leader = new AtomicReference<>();
  private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
  private final Rundown memory;

  // of the leader
  private int emptyWakes;
  private int lastProgress;

  /** Written under this. */
  private volatile boolean dedicated;

  private volatile boolean closed;

  Watch(Bell bell, BellListener half, Breach breach, Rundown memory, String name) {
    this.bell = bell;
    this.half = half;
    this.breach = breach;
    this.memory = memory;
    this.name = name;
  }

  /**
   * Waits until something is done, or the time is up. Leads if nobody does.
   *
   * @param me this thread; whoever makes {@code done} true calls {@link #wake} with it afterwards
   * @param done looked at after each wake
   */
  void await(Waiter me, BooleanSupplier done, Deadline deadline) {
    waiting.add(me);
    try {
      while (true) {
        me.poked = false;
        long nanos = deadline.remainingNanos();
        if (done.getAsBoolean() || nanos <= 0) {
          return;
        }
        sleep(me, nanos);
      }
    } finally {
      waiting.remove(me);
      leader.compareAndSet(me, null);
      handOver();
    }
  }

  private void sleep(Waiter me, long nanos) {
    if (lead(me)) {
      sleepOnBell(me, nanos);
    } else {
      park(nanos);
    }
  }

  private void park(long nanos) {
    if (nanos == Long.MAX_VALUE) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
  }

  private boolean lead(Waiter me) {
    if (closed || !bell.sleepable()) {
      return false;
    }
    if (me.thread.isVirtual()) {
      ensureLeader();
      return false;
    }
    return leader.get() == me || leader.compareAndSet(null, me);
  }

  private void sleepOnBell(Waiter me, long nanos) {
    boolean woken = bell.sleep(() -> closed || me.poked || half.hasNews(), nanos);
    boolean poked = me.poked; // by our own side: what service() pokes for may be foreign bits
    half.service();
    int progress = half.progress();
    if (progress != lastProgress || poked || closed) {
      lastProgress = progress;
      emptyWakes = 0;
    } else if (woken && ++emptyWakes > MAX_EMPTY_WAKES) {
      emptyWakes = 0;
      breach.report("rang " + MAX_EMPTY_WAKES + " times for nothing");
    }
  }

  /**
   * Whoever leaves while nobody leads wakes one who can: not only the leader does, for the follower
   * that it chose may be leaving too.
   */
  private void handOver() {
    if (closed || !bell.sleepable() || leader.get() != null) {
      return;
    }
    for (Waiter other : waiting) {
      if (!other.thread.isVirtual()) {
        wake(other);
        return;
      }
    }
  }

  /**
   * Makes sure that somebody sleeps on the bell whatever the other threads do: one that leads now
   * may leave at any time.
   */
  void ensureLeader() {
    if (dedicated || !bell.sleepable()) {
      return;
    }
    synchronized (this) {
      if (dedicated || closed || !memory.enter()) {
        return;
      }
      dedicated = true;
    }
    Thread.ofPlatform().daemon().name(name).start(this::leadUntilClosed);
  }

  private void leadUntilClosed() {
    try {
      await(new Waiter(), () -> closed, Deadline.NEVER);
    } finally {
      memory.exit();
    }
  }

  /** Wakes a thread that waits here: the leader through the bell, any other by unparking it. */
  void wake(Waiter waiter) {
    waiter.poked = true;
    if (leader.get() == waiter && memory.enter()) {
      try {
        bell.rouse();
      } finally {
        memory.exit();
      }
    }
    waiter.unpark();
  }

  /**
   * Wakes the leader once more after the close: a peer that writes the bell without end can hide
   * one wake from a leader that is about to sleep.
   *
   * @return whether somebody still leads
   */
  boolean rouse() {
    Waiter sleeper = leader.get();
    if (sleeper != null) {
      wake(sleeper);
    }
    return sleeper != null;
  }

  boolean hasWaiters() {
    return !waiting.isEmpty();
  }

  /** Nobody leads any more; everybody looks at what they wait for once more. */
  void close() {
    closed = true;
    waiting.forEach(this::wake);
  }
}
