package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.WaitPolicy;
import io.filterport.engine.Waits;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The seats of a watch and its mark, for a half that the test is. */
class WatchTest {
  private static final int OFFSET = 0;

  private final MemorySegment memory = MemorySegment.ofArray(new long[1]);
  private final Pair.MonitorSleep sleep = new Pair.MonitorSleep(1);
  private final SharedBell bell = new SharedBell(memory, OFFSET, sleep);
  private final Half half = new Half();
  private final Rundown inside = new Rundown();
  private final List<String> breaches = new ArrayList<>();
  private final List<Watch> watches = new ArrayList<>();

  static final class Half implements BellListener {
    final AtomicInteger served = new AtomicInteger();
    final AtomicInteger steps = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    volatile BooleanSupplier news = () -> false;
    volatile boolean bits;

    @Override
    public boolean service() {
      if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        throw new OutOfMemoryError("of the test");
      }
      served.incrementAndGet();
      return bits;
    }

    @Override
    public int progress() {
      return steps.get();
    }

    @Override
    public boolean hasNews() {
      return news.getAsBoolean();
    }
  }

  private Watch watch(Bell rung, Watch.Seats seats, WaitPolicy policy) {
    SpinSite site = new SpinSite(policy, new Spinners(1, new WakeCost(1_000_000L)));
    Watch watch = new Watch(rung, seats, half, breaches::add, inside, site, "watch-of-test");
    watches.add(watch);
    return watch;
  }

  private Watch sleeping(Watch.Seats seats, ThreadFactory threads) {
    SpinSite site = new SpinSite(WaitPolicy.NEVER_SPIN);
    Watch watch = new Watch(bell, seats, half, breaches::add, inside, site, threads);
    watches.add(watch);
    return watch;
  }

  /** Threads of the watch's own, of which the first ones cannot be started. */
  private static final class Threads implements ThreadFactory {
    final AtomicInteger unstartable = new AtomicInteger();
    final AtomicInteger made = new AtomicInteger();
    final List<Throwable> ended = new CopyOnWriteArrayList<>();

    Threads(int unstartable) {
      this.unstartable.set(unstartable);
    }

    @Override
    public Thread newThread(Runnable leading) {
      if (unstartable.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        throw new OutOfMemoryError("unable to create native thread");
      }
      made.incrementAndGet();
      return Thread.ofPlatform()
          .daemon()
          .name("watch-of-test")
          .uncaughtExceptionHandler((thread, error) -> ended.add(error))
          .unstarted(leading);
    }
  }

  private Watch watch(Watch.Seats seats, WaitPolicy policy) {
    return watch(bell, seats, policy);
  }

  private Watch sleeping(Watch.Seats seats) {
    return watch(seats, WaitPolicy.NEVER_SPIN);
  }

  private boolean isMarked() {
    return (Shared.getInt(memory, OFFSET) & 1) != 0;
  }

  /** The thread of the watch's own ends, too. */
  @AfterEach
  void close() {
    AtomicBoolean left = new AtomicBoolean();
    watches.forEach(Watch::close);
    Waits.until(
        () -> {
          watches.forEach(Watch::rouseSleeper);
          return !ownThread();
        });
    inside.close(() -> left.set(true));
    assertThat(left).as("everybody has left the memory").isTrue();
  }

  private static boolean ownThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("watch-of-test"));
  }

  // ---- a look

  @Test
  @DisplayName("who looks does so with the bell unmarked, counts as waiting, and attends to news")
  void looks() {
    Watch watch = watch(Watch.Seats.TWO, WaitPolicy.ALWAYS_SPIN);
    assertThat(bell.prepare()).isOdd();
    half.news = () -> !isMarked() && watch.hasWaiters();
    assertThat(watch.hasWaiters()).isFalse();
    assertThat(watch.look(new Waiter())).isTrue();
    assertThat(half.served).hasValue(1);
    assertThat(watch.hasWaiters()).isFalse();
  }

  @Test
  @DisplayName("a look without news is over, and nothing is attended to")
  void looksForNothing() {
    assertThat(watch(Watch.Seats.TWO, WaitPolicy.ALWAYS_SPIN).look(new Waiter())).isFalse();
    assertThat(half.served).hasValue(0);
  }

  @Test
  @DisplayName("where it is not worth it, or the end has come: no look")
  void noLook() {
    half.news = () -> true;
    Watch closed = watch(Watch.Seats.TWO, WaitPolicy.ALWAYS_SPIN);
    closed.close();
    for (Watch watch : List.of(sleeping(Watch.Seats.TWO), closed)) {
      assertThat(watch.look(new Waiter())).isFalse();
    }
    assertThat(half.served).hasValue(0);
  }

  @Test
  @DisplayName("who waits spins first, with the bell unmarked, and attends to news without sleep")
  void spinsFirst() {
    SharedBell sleepless = new SharedBell(memory, OFFSET, new Sleepless());
    Watch watch = watch(sleepless, Watch.Seats.TWO, WaitPolicy.ALWAYS_SPIN);
    assertThat(sleepless.prepare()).isOdd();
    half.news = () -> !isMarked();
    watch.await(new Waiter(), () -> half.served.get() > 0, Deadline.NEVER);
    assertThat(half.served).hasValue(1);
  }

  static final class Sleepless implements Sleep {
    @Override
    public int together() {
      return 2;
    }

    @Override
    public boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
      throw new AssertionError("slept");
    }

    @Override
    public void wake(MemorySegment segment, long offset) {}

    @Override
    public void wakeAll(MemorySegment segment, long offset) {}
  }

  // ---- seats

  @Test
  @DisplayName("one seat: the second sleeper parks, and a thread of the watch's own will sit")
  void oneSeat() {
    Watch watch = sleeping(Watch.Seats.ONE);
    Waiter first = new Waiter();
    assertThat(watch.lead(first)).isSameAs(bell);
    assertThat(watch.lead(first)).isSameAs(bell);
    assertThat(watch.lead(new Waiter())).isNull();
    Waits.until(WatchTest::ownThread);
  }

  @Test
  @DisplayName("two seats: the third sleeper parks")
  void twoSeats() {
    Watch watch = sleeping(Watch.Seats.TWO);
    Waiter first = new Waiter();
    Waiter second = new Waiter();
    assertThat(watch.lead(first)).isSameAs(bell);
    assertThat(watch.lead(second)).isSameAs(bell);
    assertThat(watch.lead(new Waiter())).isNull();
    watch.leave(first);
    assertThat(watch.lead(new Waiter())).isSameAs(bell);
    watch.leave(second);
    assertThat(watch.lead(new Waiter())).isSameAs(bell);
    assertThat(ownThread()).isFalse();
  }

  @Test
  @DisplayName("who waits at a watch counts there, and counts no more when it has left")
  void counts() {
    Watch watch = sleeping(Watch.Seats.TWO);
    Waiter first = new Waiter();
    Waiter second = new Waiter();
    assertThat(watch.hasWaiters()).isFalse();
    assertThat(watch.enter(first)).isTrue();
    assertThat(watch.hasWaiters()).isTrue();
    assertThat(watch.hasOtherWaiters()).isFalse();
    assertThat(watch.enter(second)).isTrue();
    assertThat(watch.hasOtherWaiters()).isTrue();
    for (Waiter waiter : List.of(first, second)) {
      watch.leave(waiter);
      watch.exit();
    }
    assertThat(watch.hasWaiters()).isFalse();
  }

  @Test
  @DisplayName("nobody waits at a watch whose memory is going")
  void memoryGoes() {
    Rundown gone = new Rundown();
    gone.close(() -> {});
    SpinSite site = new SpinSite(WaitPolicy.NEVER_SPIN);
    Watch watch = new Watch(bell, Watch.Seats.TWO, half, breaches::add, gone, site, "gone");
    assertThat(watch.enter(new Waiter())).isFalse();
    assertThat(watch.hasWaiters()).isFalse();
  }

  // ---- the mark

  @Test
  @DisplayName("a bell on which nobody sits is not marked: nobody would hear it")
  void emptySeats() {
    Watch watch = sleeping(Watch.Seats.TWO);
    assertThat(watch.mark()).isFalse();
    assertThat(isMarked()).isFalse();
    Waiter sitting = new Waiter();
    assertThat(watch.lead(sitting)).isSameAs(bell);
    assertThat(watch.mark()).isTrue();
    assertThat(isMarked()).isTrue();
  }

  @Test
  @DisplayName("who sits on the second seat is reason enough to mark the bell")
  void secondSeat() {
    Watch watch = sleeping(Watch.Seats.TWO);
    Waiter first = new Waiter();
    assertThat(watch.lead(first)).isSameAs(bell);
    assertThat(watch.lead(new Waiter())).isSameAs(bell);
    watch.leave(first);
    assertThat(watch.mark()).isTrue();
  }

  @Test
  @DisplayName("who marks the bell for a sleeper wakes it if there is news already")
  void newsAtTheMark() {
    Watch watch = sleeping(Watch.Seats.TWO);
    assertThat(watch.lead(new Waiter())).isSameAs(bell);
    half.news = () -> true;
    assertThat(watch.mark()).isTrue();
    assertThat(isMarked()).as("it was rung").isFalse();
  }

  @Test
  @DisplayName(
      "who unmarks the bell is not rung, and embedded every ring is heard again once marked")
  void unmarks() {
    assertThat(bell.prepare()).isOdd();
    sleeping(Watch.Seats.TWO).unmark();
    assertThat(isMarked()).isFalse();
    Watch embedded = watch(new Bell.Inline(), Watch.Seats.TWO, WaitPolicy.NEVER_SPIN);
    embedded.unmark();
    assertThat(embedded.mark()).isTrue();
  }

  @Test
  @DisplayName("who goes to work wakes a waiter that can sit, if nobody sits")
  void handsOver() {
    Watch watch = sleeping(Watch.Seats.TWO);
    Waiter other = new Waiter();
    assertThat(watch.enter(other)).isTrue();
    watch.handOver();
    assertThat(other.isPoked()).isTrue();
    other.clear();
    assertThat(watch.lead(other)).isSameAs(bell);
    watch.handOver();
    assertThat(other.isPoked()).as("it sits, and a ring will wake it").isFalse();
    watch.leave(other);
    watch.exit();
  }

  // ---- wakes for nothing

  @Test
  @DisplayName("INV-09: ten thousand wakes in a row for nothing are borne, one more is a breach")
  void emptyWakes() {
    Watch watch = sleeping(Watch.Seats.TWO);
    for (int i = 0; i < Watch.MAX_EMPTY_WAKES; i++) {
      watch.attend(true, false);
    }
    assertThat(breaches).isEmpty();
    watch.attend(true, false);
    assertThat(breaches).containsExactly("rang 10000 times for nothing");
  }

  @Test
  @DisplayName("INV-09: a step, a wake of our own, the time, or the end: then it was for something")
  void otherWakes() {
    Watch watch = sleeping(Watch.Seats.TWO);
    for (int i = 0; i < Watch.MAX_EMPTY_WAKES; i++) {
      watch.attend(true, false);
    }
    watch.attend(false, false);
    assertThat(breaches).isEmpty();
    half.steps.incrementAndGet();
    watch.attend(true, false);
    for (int i = 0; i < Watch.MAX_EMPTY_WAKES; i++) {
      watch.attend(true, false);
    }
    watch.attend(true, true);
    watch.attend(true, false);
    assertThat(breaches).isEmpty();
  }

  @Test
  @DisplayName("INV-09: two threads that poked each other for stale bits bore them for ever")
  void emptyBits() {
    Watch watch = sleeping(Watch.Seats.TWO);
    half.bits = true;
    for (int i = 0; i < Watch.MAX_EMPTY_WAKES; i++) {
      watch.attend(true, true);
    }
    assertThat(breaches).isEmpty();
    watch.attend(true, true);
    assertThat(breaches).containsExactly("rang 10000 times for nothing");
  }

  @Test
  @DisplayName("INV-09: bits that a step goes with are no breach, however many threads find them")
  void bitsWithSteps() {
    Watch watch = sleeping(Watch.Seats.TWO);
    half.bits = true;
    for (int i = 0; i < 3 * Watch.MAX_EMPTY_WAKES; i++) {
      half.steps.addAndGet(i % 1000 == 0 ? 1 : 0);
      watch.attend(true, true);
      watch.countBits();
    }
    assertThat(breaches).isEmpty();
  }

  @Test
  @DisplayName("INV-09: wakes of our own that find no bits are no breach")
  void ownWakesWithoutBits() {
    Watch watch = sleeping(Watch.Seats.TWO);
    for (int i = 0; i < 3 * Watch.MAX_EMPTY_WAKES; i++) {
      watch.attend(true, false); // who sleeps beside the one that is meant is woken too
      watch.attend(true, true);
    }
    assertThat(breaches).isEmpty();
  }

  // ---- a thread of its own

  @Test
  @DisplayName("where somebody relies on the watch's own thread it stays, however often it is rung")
  void stays() {
    Watch watch = sleeping(Watch.Seats.TWO);
    watch.ensureLeader();
    for (int i = 1; i <= 200; i++) {
      int step = i;
      Waits.until(this::isMarked);
      half.steps.incrementAndGet();
      bell.ring();
      Waits.until(() -> half.served.get() >= step);
    }
    Waits.until(this::isMarked);
    assertThat(ownThread()).isTrue();
  }

  @Test
  @DisplayName("the watch's own thread that nobody needs ends, and can come again")
  void ends() {
    Watch watch = sleeping(Watch.Seats.ONE);
    for (int i = 0; i < 2; i++) {
      watch.ensureLeader();
      Waits.until(WatchTest::ownThread);
      Waits.until(
          () -> {
            bell.ring();
            return !ownThread();
          });
    }
  }

  // ---- where the system gives no thread

  @Test
  @DisplayName("a thread of its own that could not be made keeps nothing, and the next asks again")
  void notMade() {
    Watch watch = sleeping(Watch.Seats.TWO, new Threads(1));
    assertThatThrownBy(watch::ensureLeader).isInstanceOf(OutOfMemoryError.class);
    watch.ensureLeader();
    Waits.until(WatchTest::ownThread);
  }

  @Test
  @DisplayName("KSM-29: a virtual thread that can have no leader looks for its news itself")
  void looksItself() throws InterruptedException {
    for (Watch.Seats seats : Watch.Seats.values()) {
      Watch watch = sleeping(seats, new Threads(Integer.MAX_VALUE));
      int before = half.served.get();
      Thread thread =
          Thread.startVirtualThread(
              () ->
                  watch.await(new Waiter(), () -> half.served.get() > before + 1, Deadline.NEVER));
      assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  @DisplayName(
      "one that waits on several watches looks at them, and asks for the threads of others")
  void looksAtSeveral() throws InterruptedException {
    Threads ofOther = new Threads(3);
    List<Watch> several =
        List.of(
            sleeping(Watch.Seats.TWO, new Threads(Integer.MAX_VALUE)),
            sleeping(Watch.Seats.TWO, ofOther));
    half.news = () -> true;
    Thread thread =
        Thread.startVirtualThread(
            () ->
                Watches.await(
                    several,
                    null,
                    new Waiter(),
                    () -> half.served.get() > 1 && ofOther.made.get() > 0,
                    Deadline.NEVER));
    assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  @DisplayName("a thread of its own that an error ends is followed by another")
  void followed() {
    Threads threads = new Threads(0);
    half.failures.set(1);
    Watch watch = sleeping(Watch.Seats.TWO, threads);
    watch.ensureLeader();
    Waits.until(this::isMarked);
    bell.ring();
    Waits.until(() -> !threads.ended.isEmpty() && isMarked());
    bell.ring();
    Waits.until(() -> half.served.get() > 0);
    assertThat(threads.ended).hasSize(1);
  }

  @Test
  @DisplayName("one that an error ends, and that none can follow, is missed by those who wait")
  void missed() throws InterruptedException {
    Threads threads = new Threads(0);
    half.failures.set(1);
    Watch watch = sleeping(Watch.Seats.TWO, threads);
    AtomicBoolean over = new AtomicBoolean();
    Thread thread =
        Thread.startVirtualThread(
            () ->
                watch.await(
                    new Waiter(), () -> over.get() && half.served.get() > 0, Deadline.NEVER));
    Waits.until(() -> watch.hasWaiters() && isMarked());
    threads.unstartable.set(Integer.MAX_VALUE);
    bell.ring();
    Waits.until(() -> !threads.ended.isEmpty());
    over.set(true);
    assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
  }
}
