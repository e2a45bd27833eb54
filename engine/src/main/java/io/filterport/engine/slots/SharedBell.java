package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A bell in shared memory: {@code sequence << 1 | asleep}. It is rung only if somebody sleeps, and
 * the ringer clears the mark: one system call per sleep at most, and no timed look.
 */
final class SharedBell implements Bell, Bed {
  /** No mark, for those are odd: somebody rang. */
  private static final int RUNG = 0;

  private static final int NONE = -1;

  private final MemorySegment segment;
  private final long offset;
  private final Sleep sleep;

  SharedBell(MemorySegment segment, long offset, Sleep sleep) {
    this.segment = segment;
    this.offset = offset;
    this.sleep = sleep;
  }

  @Override
  public void ring() {
    int seen = Shared.getInt(segment, offset);
    if ((seen & 1) != 0 && Shared.casInt(segment, offset, seen, seen + 1)) {
      sleep.wake(segment, offset);
    }
  }

  /**
   * Wakes the half's own sleepers, whatever the other half does with the bell. If the word has
   * moved meanwhile, that is as good: nobody can fall asleep on what it was.
   */
  @Override
  public void rouseSleeper() {
    int seen = Shared.getInt(segment, offset);
    boolean ignored = Shared.casInt(segment, offset, seen, (seen | 1) + 1);
    sleep.wakeAll(segment, offset);
  }

  /** {@return how a thread sleeps on it} */
  Sleep how() {
    return sleep;
  }

  /** {@return on how many bells of this kind one thread can sleep at once} */
  int together() {
    return sleep.together();
  }

  /**
   * Sleeps until the bell is rung, the thread is interrupted or the time is up; returns early for
   * no reason at times.
   *
   * @param news looked at once more after the bell is marked: true means do not sleep
   * @param me asked of whom
   * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
   * @return whether there was news, or somebody rang or woke the thread; false if the time was up,
   *     or an interrupt or a signal came
   */
  boolean sleep(Predicate<Waiter> news, Waiter me, long nanos) {
    int asleep = prepare();
    if (asleep == RUNG) {
      return true;
    }
    boolean woken = news.test(me) || sleep.sleep(segment, offset, asleep, nanos);
    return isRung(asleep) || woken;
  }

  /**
   * Sleeps until one of several bells is rung, else as {@link #sleep}.
   *
   * @param bells one at least, {@link #together()} at most
   * @return for each whether it was rung, or the thread woken through it
   */
  static boolean[] sleepOnAll(List<SharedBell> bells, BooleanSupplier news, long nanos) {
    int[] marks = bells.stream().mapToInt(SharedBell::prepare).toArray();
    int woken = mayNotSleep(marks) || news.getAsBoolean() ? NONE : sleep(bells, marks, nanos);
    boolean[] rung = new boolean[marks.length];
    for (int i = 0; i < marks.length; i++) {
      rung[i] = bells.get(i).isRung(marks[i]) || i == woken;
    }
    return rung;
  }

  private static boolean mayNotSleep(int[] marks) {
    for (int mark : marks) {
      if (mark == RUNG) {
        return true;
      }
    }
    return false;
  }

  private static int sleep(List<SharedBell> bells, int[] marks, long nanos) {
    List<Sleep.Place> places = new ArrayList<>();
    for (int i = 0; i < marks.length; i++) {
      SharedBell bell = bells.get(i);
      places.add(new Sleep.Place(bell.segment, bell.offset, marks[i]));
    }
    return bells.getFirst().sleep.sleep(places, nanos);
  }

  @Override
  public void mark() {
    int ignored = prepare();
  }

  /**
   * {@return what to sleep on, having marked the bell; {@link #RUNG} if somebody rings at this
   * moment}
   */
  int prepare() {
    int awake = Shared.getInt(segment, offset) & ~1;
    int asleep = awake | 1;
    return Shared.casInt(segment, offset, awake, asleep) || isLeftMarked(asleep) ? asleep : RUNG;
  }

  @Override
  public void unmark() {
    int seen = Shared.getInt(segment, offset);
    if ((seen & 1) != 0) {
      boolean ignored = Shared.casInt(segment, offset, seen, seen + 1);
    }
  }

  private boolean isRung(int mark) {
    return mark == RUNG || Shared.getInt(segment, offset) != mark;
  }

  /** A mark that another made, or an earlier sleep that ended without a ring, is as good. */
  private boolean isLeftMarked(int asleep) {
    return Shared.getInt(segment, offset) == asleep;
  }
}
