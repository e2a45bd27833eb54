package io.filterport.engine.slots;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One thread's wait on several watches at once. It leads all of them that nobody leads, and sleeps
 * on all of their bells together. Of the watches that are more than it can sleep on each has a
 * thread of its own.
 */
final class Watches {
  private final Waiter me;

  /** Where the thread waits, inside the memory. */
  private final List<Watch> entered = new ArrayList<>();

  private Watches(Waiter me) {
    this.me = me;
  }

  /**
   * Waits until something is done, or the time is up.
   *
   * @param me this thread; whoever makes {@code done} true wakes it afterwards
   * @param done looked at after each wake; true when one of the watches is closed, since its memory
   *     is held until this returns
   */
  static void await(List<Watch> watches, Waiter me, BooleanSupplier done, Deadline deadline) {
    Watches wait = new Watches(me);
    try {
      watches.forEach(wait::enter);
      me.await(done, deadline, wait::sleep);
    } finally {
      wait.leave();
    }
  }

  private void enter(Watch watch) {
    SharedBell bell = watch.bell();
    if (bell != null && entered.size() >= bell.together()) {
      watch.ensureLeader();
    } else if (watch.enter(me)) {
      entered.add(watch);
    }
  }

  private void leave() {
    entered.forEach(watch -> watch.leave(me));
    entered.forEach(Watch::handOver);
    entered.forEach(Watch::exit);
  }

  private void sleep(long nanos) {
    List<Watch> led = new ArrayList<>();
    List<SharedBell> bells = new ArrayList<>();
    for (Watch watch : entered) {
      SharedBell bell = watch.lead(me);
      if (bell != null) {
        led.add(watch);
        bells.add(bell);
      }
    }
    switch (led.size()) {
      case 0 -> me.park(nanos);
      case 1 -> led.getFirst().sleepOn(bells.getFirst(), me, nanos);
      default -> sleepOnAll(led, bells, nanos);
    }
  }

  private void sleepOnAll(List<Watch> led, List<SharedBell> bells, long nanos) {
    me.bed = led.getFirst();
    BooleanSupplier news = () -> led.stream().anyMatch(watch -> watch.mayNotSleep(me));
    boolean[] rung = SharedBell.sleepOnAll(bells, news, nanos);
    me.bed = null;
    boolean poked = me.poked;
    for (int i = 0; i < rung.length; i++) {
      Watch watch = led.get(i);
      if (rung[i] || watch.hasNews()) {
        watch.attend(true, poked);
      }
    }
  }
}
