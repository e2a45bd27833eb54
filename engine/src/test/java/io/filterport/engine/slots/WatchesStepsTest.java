package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.WaitPolicy;
import io.filterport.engine.Waits;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One thread's wait on several watches, step by step, for halves that the test is. */
class WatchesStepsTest {
  private final MemorySegment memory = MemorySegment.ofArray(new long[3]);
  private final List<Watched> all = new ArrayList<>();
  private final AtomicBoolean over = new AtomicBoolean();

  /** One connection. */
  private final class Watched {
    private final long offset = 8L * all.size();
    private final String name = "step-" + all.size();
    private final WatchTest.Half half = new WatchTest.Half();
    private final SharedBell bell;
    private final Watch watch;

    Watched(Sleep sleep, WaitPolicy policy) {
      bell = new SharedBell(memory, offset, sleep);
      SpinSite site = new SpinSite(policy, new Spinners(1, new WakeCost(1_000_000L)));
      Breach breach =
          reason -> {
            throw new AssertionError(reason);
          };
      watch = new Watch(bell, Watch.Seats.TWO, half, breach, new Rundown(), site, name);
      all.add(this);
    }

    boolean isMarked() {
      return (Shared.getInt(memory, offset) & 1) != 0;
    }

    boolean hasOwnThread() {
      return Thread.getAllStackTraces().keySet().stream()
          .anyMatch(thread -> thread.getName().equals(name));
    }
  }

  @AfterEach
  void close() {
    all.forEach(watched -> watched.watch.close());
    Waits.until(
        () -> {
          all.forEach(watched -> watched.watch.rouseSleeper());
          return all.stream().noneMatch(Watched::hasOwnThread);
        });
  }

  private Watched sleeping(Sleep sleep) {
    return new Watched(sleep, WaitPolicy.NEVER_SPIN);
  }

  private List<Watch> watches() {
    return all.stream().map(watched -> watched.watch).toList();
  }

  /** A thread that waits on all of them until it is over, and its waiter. */
  private final class Waiting {
    private final Waiter[] waiter = new Waiter[1];
    private final Thread thread;

    Waiting(SharedBell own) {
      thread =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    waiter[0] = new Waiter();
                    Watches.await(watches(), own, waiter[0], over::get, Deadline.NEVER);
                  });
    }

    void untilParked() {
      Waits.until(() -> thread.getState() == Thread.State.WAITING);
    }

    void end() throws InterruptedException {
      over.set(true);
      waiter[0].wake();
      assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  @DisplayName("it spins first, with all bells unmarked, and attends to news of any without sleep")
  void spinsFirst() {
    Watched first = new Watched(new WatchTest.Sleepless(), WaitPolicy.ALWAYS_SPIN);
    Watched second = new Watched(new WatchTest.Sleepless(), WaitPolicy.ALWAYS_SPIN);
    all.forEach(watched -> assertThat(watched.bell.prepare()).isOdd());
    second.half.news = () -> !first.isMarked() && !second.isMarked();
    Watches.await(
        watches(), null, new Waiter(), () -> second.half.served.get() > 0, Deadline.NEVER);
    assertThat(first.half.served).hasValue(0);
  }

  @Test
  @DisplayName("it spins as the quietest of its connections wants, whichever it entered first")
  void asTheQuietest() {
    EarlySleep sleep = new EarlySleep();
    Watched loud = new Watched(sleep, WaitPolicy.ALWAYS_SPIN);
    Watched quiet = new Watched(sleep, WaitPolicy.NEVER_SPIN);
    all.forEach(watched -> assertThat(watched.bell.prepare()).isOdd());
    AtomicBoolean spun = new AtomicBoolean();
    quiet.half.news =
        () -> {
          spun.compareAndSet(false, !loud.isMarked());
          return false;
        };
    Watches.await(watches(), null, new Waiter(), () -> sleep.sleeps > 0, Deadline.NEVER);
    assertThat(spun).as("who spins unmarks the bells").isFalse();
  }

  /** Sleeps on two, and wakes early. */
  private static final class EarlySleep extends SharedBellTest.NoSleep {
    @Override
    public int together() {
      return 2;
    }

    @Override
    public int sleep(List<Place> places, long nanos) {
      sleeps++;
      return -1;
    }
  }

  @Test
  @DisplayName("who leaves marks the bell for whoever sits there still")
  void handsOver() {
    Watched watched = sleeping(new SharedBellTest.NoSleep());
    assertThat(watched.watch.lead(new Waiter())).isSameAs(watched.bell);
    assertThat(watched.isMarked()).isFalse();
    Watches.await(watches(), null, new Waiter(), () -> true, Deadline.NEVER);
    assertThat(watched.isMarked()).isTrue();
  }

  @Test
  @DisplayName("on one bell alone it sleeps as any thread does, also where that is all it can")
  void oneBell() {
    SharedBellTest.NoSleep sleep = new SharedBellTest.NoSleep();
    Watched watched = sleeping(sleep);
    Watches.await(watches(), null, new Waiter(), () -> sleep.sleeps > 0, Deadline.NEVER);
    assertThat(watched.half.served).hasValue(1);
  }

  @Test
  @DisplayName("with nothing to wait on it parks, until it is woken")
  void nothing() throws InterruptedException {
    Waiting waiting = new Waiting(null);
    waiting.untilParked();
    waiting.end();
  }

  @Test
  @DisplayName("where others sit already it parks, until it is woken")
  void noSeat() throws InterruptedException {
    Watched watched = sleeping(new Pair.MonitorSleep(3));
    assertThat(watched.watch.lead(new Waiter())).isSameAs(watched.bell);
    assertThat(watched.watch.lead(new Waiter())).isSameAs(watched.bell);
    Waiting waiting = new Waiting(null);
    waiting.untilParked();
    assertThat(watched.isMarked()).as("for those who sit there").isTrue();
    waiting.end();
  }

  @Test
  @DisplayName("where others sit already it hears of what was done after its last look")
  void doneAfterTheLastLook() throws InterruptedException {
    Pair.MonitorSleep sleep = new Pair.MonitorSleep(3);
    Watched watched = sleeping(sleep);
    assertThat(watched.watch.lead(new Waiter())).isSameAs(watched.bell);
    assertThat(watched.watch.lead(new Waiter())).isSameAs(watched.bell);
    SharedBell own = new SharedBell(memory, 16, sleep);
    Thread thread = Thread.ofPlatform().daemon().start(() -> awaitWhatIsDoneWhileItLooks(own));
    assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
  }

  private void awaitWhatIsDoneWhileItLooks(SharedBell own) {
    Waiter me = new Waiter();
    BooleanSupplier done =
        () -> {
          boolean before = over.getAndSet(true);
          me.wake();
          return before;
        };
    Watches.await(watches(), own, me, done, Deadline.NEVER);
  }

  @Test
  @DisplayName("as many bells as it can sleep on need no other thread")
  void enough() throws InterruptedException {
    Pair.MonitorSleep two = new Pair.MonitorSleep(2);
    Watched first = sleeping(two);
    Watched second = sleeping(two);
    Waiting waiting = new Waiting(null);
    Waits.until(() -> first.isMarked() && second.isMarked());
    assertThat(all).noneMatch(Watched::hasOwnThread);
    waiting.end();
  }

  @Test
  @DisplayName("a bell of its own is one of those: another connection has a thread of its own")
  void ownBell() throws InterruptedException {
    Pair.MonitorSleep two = new Pair.MonitorSleep(2);
    Watched first = sleeping(two);
    Watched second = sleeping(two);
    Waiting waiting = new Waiting(new SharedBell(memory, 16, two));
    Waits.until(() -> first.isMarked() && second.isMarked());
    assertThat(first.hasOwnThread()).isFalse();
    assertThat(second.hasOwnThread()).isTrue();
    waiting.end();
  }
}
