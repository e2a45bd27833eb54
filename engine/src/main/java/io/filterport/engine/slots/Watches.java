package io.filterport.engine.slots;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One thread's wait on several watches at once. It leads all of them that nobody leads, and sleeps
 * on all of their bells together. Of the watches that are more than it can sleep on each has a
 * thread of its own.
 */
final class Watches {
  private final Waiter me;

  /** A bell that only this process can touch; null if each is of some connection. */
  private final @Nullable SharedBell own;

  /** Where the thread waits, inside the memory. */
  private final List<Watch> entered = new ArrayList<>();

  /** Those that need a thread of their own, as long as they have none. */
  private final List<Watch> alone = new ArrayList<>();

  private Watches(Waiter me, @Nullable SharedBell own) {
    this.me = me;
    this.own = own;
  }

  /**
   * Waits until something is done, or the time is up.
   *
   * @param own is slept on beside theirs, so that no peer can keep the thread from being woken;
   *     null if the peers are trusted
   * @param me this thread; whoever makes {@code done} true wakes it afterwards
   * @param done looked at after each wake; true when one of the watches is closed, since its memory
   *     is held until this returns
   */
  static void await(
      List<Watch> watches,
      @Nullable SharedBell own,
      Waiter me,
      BooleanSupplier done,
      Deadline deadline) {
    Watches wait = new Watches(me, own);
    try {
      watches.forEach(wait::enter);
      while (me.mustWait(done, deadline)) {
        wait.rest(deadline);
      }
    } finally {
      wait.leave();
    }
  }

  private void enter(Watch watch) {
    SharedBell bell = watch.bell();
    if (bell != null && entered.size() >= bell.together() - (own == null ? 0 : 1)) {
      alone.add(watch);
    } else if (watch.enter(me)) {
      entered.add(watch);
    }
  }

  private void leave() {
    entered.forEach(watch -> watch.leave(me));
    entered.forEach(Watch::handOver);
    entered.forEach(Watch::exit);
  }

  private void rest(Deadline limit) {
    alone.removeIf(Watch::tryLeader);
    Deadline deadline = alone.isEmpty() ? limit : Watch.untilLook(limit);
    if (entered.isEmpty()) {
      me.park(deadline);
    } else if (own == null && spin(deadline)) {
      attend(Watch::hasNews);
    } else {
      sleep(deadline);
    }
  }

  private boolean spin(Deadline deadline) {
    SpinSite site = quietest();
    long nanos = site.worthNanos();
    if (nanos > 0) {
      entered.forEach(Watch::unmark);
    }
    return site.spin(this::mayNotSleep, me, nanos, deadline);
  }

  /** Of those whose policy spins least the first one learns for all. */
  private SpinSite quietest() {
    SpinSite quietest = entered.getFirst().site();
    for (int i = 1; i < entered.size(); i++) {
      SpinSite site = entered.get(i).site();
      quietest = site.isQuieterThan(quietest) ? site : quietest;
    }
    return quietest;
  }

  private boolean mayNotSleep(Waiter waiter) {
    for (int i = 0; i < entered.size(); i++) {
      if (entered.get(i).mayNotSleep(waiter)) {
        return true;
      }
    }
    return false;
  }

  private void attend(Predicate<Watch> noticed) {
    boolean poked = me.poked;
    for (Watch watch : entered) {
      if (noticed.test(watch)) {
        watch.attend(true, poked);
      }
    }
  }

  private void sleep(Deadline deadline) {
    List<Watch> led = new ArrayList<>();
    List<SharedBell> bells = new ArrayList<>();
    for (Watch watch : entered) {
      SharedBell bell = watch.lead(me);
      if (bell == null) {
        watch.markFor(me);
      } else {
        led.add(watch);
        bells.add(bell);
      }
    }
    if (own != null) {
      bells.add(own);
      sleepOnAll(own, led, bells, deadline);
    } else if (bells.size() > 1) {
      sleepOnAll(led.getFirst(), led, bells, deadline);
    } else if (bells.isEmpty()) {
      park(deadline);
    } else {
      led.getFirst().sleepOn(bells.getFirst(), me, deadline.remainingNanos());
    }
  }

  private void park(Deadline deadline) {
    boolean forsaken = entered.stream().anyMatch(watch -> watch.isForsaken(me));
    me.park(forsaken ? Watch.untilLook(deadline) : deadline);
    if (forsaken) {
      attend(Watch::hasNews);
    }
  }

  private void sleepOnAll(Bed bed, List<Watch> led, List<SharedBell> bells, Deadline deadline) {
    me.bed = bed;
    BooleanSupplier news = () -> me.poked || led.stream().anyMatch(watch -> watch.mayNotSleep(me));
    boolean[] rung = SharedBell.sleepOnAll(bells, news, deadline.remainingNanos());
    me.bed = null;
    attend(watch -> watch.hasNews() || (led.contains(watch) && rung[led.indexOf(watch)]));
  }
}
