package io.filterport.engine.slots;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
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

  /** Null if nobody sleeps on it. */
  private final @Nullable SharedBell bell;

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
    this.bell = bell instanceof SharedBell shared ? shared : null;
    this.half = half;
    this.breach = breach;
    this.memory = memory;
    this.name = name;
  }

  /** {@return the bell that a thread of this half can, and so one must, sleep on; null if none} */
  @Nullable SharedBell bell() {
    return bell;
  }

  /**
   * Waits until something is done, or the time is up. Leads if nobody does. The caller is inside
   * the memory, or it is closed.
   *
   * @param me this thread; whoever makes {@code done} true wakes it afterwards
   * @param done looked at after each wake
   */
  void await(Waiter me, BooleanSupplier done, Deadline deadline) {
    waiting.add(me);
    try {
      me.await(done, deadline, nanos -> sleep(me, nanos));
    } finally {
      leave(me);
      handOver();
    }
  }

  private void sleep(Waiter me, long nanos) {
    SharedBell led = lead(me);
    if (led == null) {
      me.park(nanos);
    } else {
      sleepOn(led, me, nanos);
    }
  }

  // ---- the parts of a wait, for who waits on several at once

  /** {@return whether the thread waits here, inside the memory; false after the end} */
  boolean enter(Waiter me) {
    return memory.enter() && waiting.add(me);
  }

  /** Before any hand-over: whoever it goes to must be able to lead. */
  void leave(Waiter me) {
    waiting.remove(me);
    leader.compareAndSet(me, null);
  }

  void exit() {
    memory.exit();
  }

  /** {@return the bell, if the thread leads now} */
  @Nullable SharedBell lead(Waiter me) {
    if (closed || bell == null) {
      return null;
    }
    if (me.thread.isVirtual()) {
      ensureLeader();
      return null;
    }
    return leader.get() == me || leader.compareAndSet(null, me) ? bell : null;
  }

  void sleepOn(SharedBell led, Waiter me, long nanos) {
    me.bed = this;
    boolean woken = led.sleep(() -> mayNotSleep(me), nanos);
    me.bed = null;
    attend(woken, me.poked);
  }

  boolean mayNotSleep(Waiter me) {
    return closed || me.poked || half.hasNews();
  }

  boolean hasNews() {
    return half.hasNews();
  }

  /**
   * What the leader does when it wakes.
   *
   * @param woken by the bell, or by news
   * @param poked by our own side, before this call: what service() pokes for may be foreign bits
   */
  void attend(boolean woken, boolean poked) {
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
  void handOver() {
    if (closed || bell == null || leader.get() != null) {
      return;
    }
    for (Waiter other : waiting) {
      if (!other.thread.isVirtual()) {
        other.wake();
        return;
      }
    }
  }

  // ---- a thread of its own

  /**
   * Makes sure that somebody sleeps on the bell whatever the other threads do: one that leads now
   * may leave at any time.
   */
  void ensureLeader() {
    if (dedicated || bell == null) {
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

  // ---- waking

  /** Wakes who sleeps on the bell; the memory may be gone already. */
  void rouseSleeper() {
    if (bell != null && memory.enter()) {
      try {
        bell.rouse();
      } finally {
        memory.exit();
      }
    }
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
      sleeper.wake();
    }
    return sleeper != null;
  }

  boolean hasWaiters() {
    return !waiting.isEmpty();
  }

  /** Nobody leads any more; everybody looks at what they wait for once more. */
  void close() {
    closed = true;
    waiting.forEach(Waiter::wake);
  }
}
