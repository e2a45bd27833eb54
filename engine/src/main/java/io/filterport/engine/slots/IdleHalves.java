package io.filterport.engine.slots;

import io.filterport.spi.FailureLog;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Watches the bells of halves that have no thread of their own, many on one thread, so that an idle
 * connection costs none. What arrives is told to its getter as ever. Safe for use by any thread.
 */
public final class IdleHalves {
  /** Of this process. Its threads outlive whoever needs one first, and take over nothing of his. */
  public static final IdleHalves OF_PROCESS =
      new IdleHalves(
          Thread.ofPlatform()
              .daemon()
              .name("filterport-idle-", 1)
              .inheritInheritableThreadLocals(false)
              .factory());

  /** After an error, which may last. */
  private static final Deadline PAUSE = () -> 10_000_000;

  private static final FailureLog FAILURES =
      FailureLog.to(System.getLogger("io.filterport.engine"), Level.ERROR, System::nanoTime);

  private final ThreadFactory threads;

  /** Guarded by this. */
  private final List<Group> groups = new ArrayList<>();

  IdleHalves(ThreadFactory threads) {
    this.threads = threads;
  }

  /**
   * Watches a half until a thread waits on it again, or it is closed.
   *
   * @param half one that needs a leader, and that nobody waits on
   * @return false if that is not possible here: then a thread must go on waiting on it
   */
  public boolean add(CalleeHalf half) {
    SharedBell bell = half.watch().bell();
    if (bell == null || bell.together() < 2) {
      return false;
    }
    try {
      place(bell, half).wake();
      return true;
    } catch (OutOfMemoryError e) { // the system gives no thread
      return false;
    }
  }

  private synchronized Group place(SharedBell bell, CalleeHalf half) {
    for (Group group : groups) {
      if (group.halves.contains(half)) {
        return group;
      }
    }
    Group group = withRoom(bell);
    group.halves.add(half);
    return group;
  }

  private Group withRoom(SharedBell bell) {
    for (Group group : groups) {
      if (group.hasRoom(bell)) {
        return group;
      }
    }
    Group fresh = new Group(bell);
    threads.newThread(fresh).start();
    groups.add(fresh);
    return fresh;
  }

  /** As many halves as one thread can sleep on, beside a bell of its own that no peer can touch. */
  private final class Group implements Runnable {
    private final Sleep sleep;
    private final SharedBell own;

    /** Guarded by the outer object. */
    private final Set<CalleeHalf> halves = new LinkedHashSet<>();

    /** Set by whoever adds a half; cleared by the thread before it looks. */
    private volatile boolean changed;

    /** The thread; null before its first look. */
    private volatile @Nullable Waiter watcher;

    Group(SharedBell bell) {
      sleep = bell.how();
      own = new SharedBell(Arena.ofAuto().allocate(Integer.BYTES, Integer.BYTES), 0, sleep);
    }

    boolean hasRoom(SharedBell bell) {
      return bell.how().equals(sleep) && halves.size() < sleep.together() - 1;
    }

    /** To ring the bell alone would be lost on a thread that has yet to mark it. */
    void wake() {
      changed = true;
      Waiter waiter = watcher;
      if (waiter != null) {
        waiter.wake();
      }
    }

    @Override
    public void run() {
      Waiter me = new Waiter();
      watcher = me;
      boolean any;
      do {
        any = watchOnce(me);
      } while (any);
    }

    /** {@return whether there is any to watch} One connection's trouble is not the others'. */
    private boolean watchOnce(Waiter me) {
      try {
        List<CalleeHalf> watched = next();
        if (!watched.isEmpty()) {
          watch(me, watched);
        }
        return !watched.isEmpty();
      } catch (RuntimeException | Error e) {
        FAILURES.tell("watching idle connections", e);
        me.clear();
        me.park(PAUSE);
        return true;
      }
    }

    /**
     * {@return those to watch; after none the thread ends}
     *
     * <p>This thread waits nowhere at this moment. A half with a waiter is that one's: when it goes
     * to work it sees that nobody is left. A half without one stays, though it may have had one
     * when this thread came here for it.
     */
    private List<CalleeHalf> next() {
      synchronized (IdleHalves.this) {
        changed = false;
        halves.removeIf(half -> half.isClosed() || half.hasWaiters());
        if (halves.isEmpty()) {
          groups.remove(this);
        }
        return List.copyOf(halves);
      }
    }

    private void watch(Waiter me, List<CalleeHalf> watched) {
      List<Watch> watches = watched.stream().map(CalleeHalf::watch).toList();
      Watches.await(watches, own, me, () -> changed || mayLeave(watched), Deadline.NEVER);
    }

    private static boolean mayLeave(List<CalleeHalf> watched) {
      return watched.stream().anyMatch(half -> half.isClosed() || half.watch().hasOtherWaiters());
    }
  }
}
