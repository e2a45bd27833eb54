package io.filterport.engine.slots;

import io.filterport.Timeout;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the threads of a half wait for what its bell announces. Safe for use by any thread.
 *
 * <p>A thread first spins, if that is worth it here, and then sleeps: on the bell itself if it has
 * a seat there, else it parks. Whoever notices the news does the bookkeeping for all, and leaves
 * the watch to another before it goes to work.
 *
 * <p>There are two seats, so that this costs nothing while messages follow each other. The first
 * thread spins, with the bell unmarked: nobody makes a system call for it. The second one sleeps on
 * the bell all the time. When the first one goes to work it marks the bell and looks once more;
 * from then on a ring wakes the second. Where a ring is meant for one particular thread, as on a
 * caller's bell, there is one seat only, and for several sleepers a thread of the watch's own takes
 * it, which unparks each as its turn comes.
 *
 * <p>A virtual thread never sleeps on the bell, for the system call would pin its carrier. Where
 * nobody can, a thread of the watch's own does. Embedded, nobody does and everybody parks: there a
 * ring does the bookkeeping, unless a thread spins.
 */
final class Watch implements Bed {
  /** Wakes, or bits, in a row that led to nothing before the peer counts as hostile. */
  static final int MAX_EMPTY_WAKES = 10_000;

  /** Wakes in a row with at most one thread to tell of it, after which that one can sit itself. */
  private static final int MAX_LONELY_WAKES = 64;

  /** How long a thread of the watch's own waits for nothing before it ends. */
  private static final Timeout IDLE = Timeout.of(Duration.ofSeconds(10));

  /** How long a thread parks that should be woken by a thread that cannot be made. */
  private static final long LOOK_NANOS = 10_000_000;

  private static final Predicate<Waiter> POKED = Waiter::isPoked;

  private final Bell news;

  /** The same, if threads sleep on it; null embedded. */
  private final @Nullable SharedBell bell;

  private final BellListener half;
  private final Breach breach;
  private final ThreadFactory threads;
  private final SpinSite site;
  private final WaiterList waiting = new WaiterList();
  private final Rundown memory;
  private final Predicate<Waiter> mayNotSleep = this::mayNotSleep;

  /** Who may sleep on the bell; the second one only if there is one. */
  private final AtomicReference<@Nullable Waiter> seat = new AtomicReference<>();

  private final @Nullable AtomicReference<@Nullable Waiter> standby;

  // of whoever attends to the bell; a lost count is no harm
  private int emptyWakes;
  private int emptyBits;
  private int lastProgress;

  /** Of the thread of its own. */
  private int lonelyWakes;

  // written under this
  private volatile boolean dedicated;
  private volatile @Nullable Waiter own;

  private volatile boolean closed;

  /** Whether a thread spins that is not in the list; of several the first to stop clears it. */
  private volatile boolean looking;

  /** For whom a ring of the bell is. */
  enum Seats {
    /** For one thread in particular. */
    ONE,
    /** For any that waits. */
    TWO
  }

  Watch(
      Bell bell,
      Seats seats,
      BellListener half,
      Breach breach,
      Rundown memory,
      SpinSite site,
      String name) {
    this(bell, seats, half, breach, memory, site, threads(name));
  }

  Watch(
      Bell bell,
      Seats seats,
      BellListener half,
      Breach breach,
      Rundown memory,
      SpinSite site,
      ThreadFactory threads) {
    this.news = bell;
    this.bell = bell instanceof SharedBell shared ? shared : null;
    this.standby = seats == Seats.TWO ? new AtomicReference<>() : null;
    this.half = half;
    this.breach = breach;
    this.memory = memory;
    this.site = site;
    this.threads = threads;
  }

  /** {@return what makes threads of a watch's own} */
  static ThreadFactory threads(String name) {
    return Thread.ofPlatform().daemon().name(name).factory();
  }

  /** {@return the bell that a thread of this half can, and so one must, sleep on; null if none} */
  @Nullable SharedBell bell() {
    return bell;
  }

  /**
   * Waits until something is done, or the time is up. The caller is inside the memory, or it is
   * closed.
   *
   * @param me this thread; whoever makes {@code done} true wakes it afterwards
   * @param done looked at after each wake
   */
  void await(Waiter me, BooleanSupplier done, Deadline deadline) {
    waiting.add(me);
    try {
      while (me.mustWait(done, deadline)) {
        rest(me, deadline);
      }
    } finally {
      leave(me);
      handOver();
    }
  }

  private void rest(Waiter me, Deadline deadline) {
    if (closed) {
      restOffBell(me, deadline);
    } else if (spin(me, deadline)) {
      attend(true, me.poked);
    } else {
      sleep(me, deadline);
    }
  }

  /**
   * Spins like a waiter, for a thread that waits properly if that finds nothing, and that calls
   * {@link #handOver} before it goes to work. Half the cost of a wait where messages follow each
   * other. The thread has cleared its waiter.
   *
   * @return whether there is news, and it was attended to
   */
  boolean look(Waiter me) {
    long nanos = closed ? 0 : site.worthNanos();
    if (nanos == 0) {
      return false;
    }
    looking = true;
    unmark();
    boolean found = site.spin(mayNotSleep, me, nanos, Deadline.NEVER);
    looking = false;
    if (found) {
      attend(true, me.poked);
    }
    return found;
  }

  private void restOffBell(Waiter me, Deadline deadline) {
    if (!site.spin(POKED, me, site.worthNanos(), deadline)) {
      me.park(deadline);
    }
  }

  private boolean spin(Waiter me, Deadline deadline) {
    long nanos = site.worthNanos();
    if (nanos > 0) {
      unmark();
    }
    return site.spin(mayNotSleep, me, nanos, deadline);
  }

  private void sleep(Waiter me, Deadline deadline) {
    SharedBell led = lead(me);
    if (led != null) {
      sleepOn(led, me, deadline.remainingNanos());
    } else {
      markFor(me);
      park(me, isForsaken(me), deadline);
    }
  }

  private void park(Waiter me, boolean forsaken, Deadline deadline) {
    me.park(forsaken ? untilLook(deadline) : deadline);
    if (forsaken) {
      attend(false, me.poked);
    }
  }

  /** {@return how long to sleep for who must look for news itself} */
  static Deadline untilLook(Deadline deadline) {
    return () -> Math.min(LOOK_NANOS, deadline.remainingNanos());
  }

  /** {@return whether a thread that has no seat has nobody who sits, for want of a thread} */
  boolean isForsaken(Waiter me) {
    return bell != null && !dedicated && !closed && (standby == null || me.thread.isVirtual());
  }

  // ---- the parts of a wait, for who waits on several at once

  SpinSite site() {
    return site;
  }

  /** {@return whether the thread waits here, inside the memory; false after the end} */
  boolean enter(Waiter me) {
    if (!memory.enter()) {
      return false;
    }
    waiting.add(me);
    return true;
  }

  /** Before any hand-over: whoever it goes to must be able to take the seat. */
  void leave(Waiter me) {
    waiting.remove(me);
    seat.compareAndSet(me, null);
    if (standby != null) {
      standby.compareAndSet(me, null);
    }
  }

  void exit() {
    memory.exit();
  }

  /** {@return the bell, if the thread has a seat there now} */
  @Nullable SharedBell lead(Waiter me) {
    if (closed || bell == null) {
      return null;
    }
    if (me.thread.isVirtual()) {
      boolean ignored = tryLeader();
      return null;
    }
    return sits(seat, me) || sitsBeside(me) ? bell : null;
  }

  /** With one seat, a thread that finds it taken is one of several. */
  private boolean sitsBeside(Waiter me) {
    if (standby == null) {
      boolean ignored = tryLeader();
      return false;
    }
    return sits(standby, me);
  }

  private static boolean sits(AtomicReference<@Nullable Waiter> place, Waiter me) {
    return place.get() == me || place.compareAndSet(null, me);
  }

  void sleepOn(SharedBell led, Waiter me, long nanos) {
    me.bed = this;
    boolean woken = led.sleep(mayNotSleep, me, nanos);
    me.bed = null;
    attend(woken, me.poked);
  }

  boolean mayNotSleep(Waiter me) {
    return closed || me.poked || half.hasNews();
  }

  boolean hasNews() {
    return half.hasNews();
  }

  /** Who calls this looks at the news until it sleeps, leaves or marks the bell. */
  void unmark() {
    news.unmark();
  }

  /**
   * What a thread does that has noticed something.
   *
   * @param woken by the bell, or by news
   * @param poked by our own side, before this call: what service() pokes for may be foreign bits
   */
  void attend(boolean woken, boolean poked) {
    boolean bits = half.service();
    if (!madeProgress()) {
      emptyWakes = poked ? 0 : emptyWakes + (woken ? 1 : 0);
      emptyBits += bits ? 1 : 0;
      judge();
    }
  }

  /** A thread that does not wait here has taken bits out, and got nothing by it. */
  void countBits() {
    if (!madeProgress()) {
      emptyBits++;
      judge();
    }
  }

  private boolean madeProgress() {
    int progress = half.progress();
    if (progress == lastProgress && !closed) {
      return false;
    }
    lastProgress = progress;
    emptyWakes = 0;
    emptyBits = 0;
    return true;
  }

  /** For stale bits a poke is no excuse: two threads poke each other for them. */
  private void judge() {
    if (emptyWakes > MAX_EMPTY_WAKES || emptyBits > MAX_EMPTY_WAKES) {
      emptyWakes = 0;
      emptyBits = 0;
      breach.report("rang " + MAX_EMPTY_WAKES + " times for nothing");
    }
  }

  /**
   * Whoever goes to work sees to it that somebody can be woken by it: one who sits there, or else
   * one who can. Not only who had a seat does, for the one that it chose may be leaving too.
   */
  void handOver() {
    if (closed || mark()) {
      return;
    }
    Waiter mine = own;
    Waiter other = mine == null ? waiting.firstPlatform() : mine;
    if (other != null) {
      other.wake();
    }
  }

  /** {@return whether a ring is heard; who comes from now on rings, and who came is heard} */
  boolean mark() {
    if (!isHeard()) {
      return false;
    }
    news.mark();
    if (half.hasNews()) {
      news.ring();
    }
    return true;
  }

  /** For a thread that parks next: embedded it may hear its own news now, and would sleep on. */
  void markFor(Waiter me) {
    if (bell != null) {
      mark();
      return;
    }
    news.mark();
    if (half.hasNews()) {
      news.ring();
      me.poked = true;
    }
  }

  /** Embedded, the ringing thread hears it itself. */
  private boolean isHeard() {
    return bell == null || seat.get() != null || (standby != null && standby.get() != null);
  }

  // ---- a thread of its own

  /**
   * Makes sure that somebody sleeps on the bell whatever the other threads do: one that does now
   * may leave at any time.
   *
   * @throws OutOfMemoryError if the system gives no thread; the next one who asks tries again
   */
  void ensureLeader() {
    if (dedicated || bell == null) {
      return;
    }
    synchronized (this) {
      if (!dedicated && !closed && memory.enter()) {
        startLeader();
        dedicated = true;
      }
    }
  }

  private void startLeader() {
    try {
      threads.newThread(this::lead).start();
    } catch (RuntimeException | Error e) {
      memory.exit();
      throw e;
    }
  }

  /** {@return false if the system gives no thread} Then {@link #isForsaken} says who is left. */
  boolean tryLeader() {
    try {
      ensureLeader();
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  private void lead() {
    try {
      leadUntilSpared(new Waiter());
    } catch (RuntimeException | Error e) {
      replaceLeader();
      throw e;
    } finally {
      memory.exit();
    }
  }

  private void leadUntilSpared(Waiter me) {
    own = me;
    do {
      lonelyWakes = 0;
      await(me, this::mayEnd, Deadline.of(IDLE, EngineClock.SYSTEM));
    } while (!end());
    handOver();
  }

  /** An error ended the thread, and others count on it: on another one, or on themselves. */
  private void replaceLeader() {
    synchronized (this) {
      dedicated = false;
      own = null;
    }
    if (!tryLeader()) {
      waiting.all().forEach(Waiter::wake);
    }
  }

  /** Looked at after each wake. */
  private boolean mayEnd() {
    lonelyWakes = isSpared() ? lonelyWakes + 1 : 0;
    return closed || lonelyWakes > MAX_LONELY_WAKES;
  }

  /** Where there are two seats, somebody relies on this thread who does not wait here. */
  private boolean isSpared() {
    return standby == null && waiting.size() <= 2 && !waiting.hasVirtual();
  }

  /**
   * Whoever comes from now on does not count on this thread; whoever did before is among those that
   * are looked at afterwards.
   */
  private synchronized boolean end() {
    dedicated = false;
    if (!closed && !isSpared()) {
      dedicated = true;
      return false;
    }
    own = null;
    return true;
  }

  // ---- waking

  /** Wakes who sleeps on the bell; the memory may be gone already. */
  @Override
  public void rouseSleeper() {
    if (bell != null && memory.enter()) {
      try {
        bell.rouseSleeper();
      } finally {
        memory.exit();
      }
    }
  }

  /**
   * Wakes the sleepers once more after the close: a peer that writes the bell without end can hide
   * one wake from a thread that is about to sleep.
   *
   * @return whether somebody still sits there
   */
  boolean rouse() {
    boolean first = wake(seat);
    boolean second = standby != null && wake(standby);
    return first || second;
  }

  private static boolean wake(AtomicReference<@Nullable Waiter> place) {
    Waiter sleeper = place.get();
    if (sleeper != null) {
      sleeper.wake();
    }
    return sleeper != null;
  }

  boolean hasWaiters() {
    return looking || waiting.size() > 0;
  }

  /** For a thread that waits here. */
  boolean hasOtherWaiters() {
    return waiting.size() > 1;
  }

  /** Nobody leads any more; everybody looks at what they wait for once more. */
  void close() {
    closed = true;
    waiting.all().forEach(Waiter::wake);
  }
}
