package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.WaitPolicy;
import io.filterport.engine.Waits;
import io.filterport.engine.slots.CallOutcome.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Connections that nobody waits on, many to a thread. */
class IdleHalvesTest {
  private final Pair.MonitorSleep sleep = new Pair.MonitorSleep(3); // two, and the thread's own
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final IdleHalves idle = new IdleHalves(this::thread);
  private final List<Pair> pairs = new ArrayList<>();

  private Thread thread(Runnable watching) {
    Thread thread = Thread.ofPlatform().daemon().unstarted(watching);
    threads.add(thread);
    return thread;
  }

  @AfterEach
  void allEnd() throws InterruptedException {
    pairs.forEach(Pair::close);
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(pairs).allMatch(pair -> pair.breaches.isEmpty());
  }

  private Pair pair(Pair.MonitorSleep how) {
    Pair pair = new Pair(how, "idle");
    pairs.add(pair);
    return pair;
  }

  private Pair watched() {
    Pair pair = pair(sleep);
    assertThat(idle.add(pair.client.callee())).isTrue();
    return pair;
  }

  /** Whoever watches hears of a message, for nobody waits. */
  private static void assertHeard(Pair pair) {
    RecordingGetter getter = new RecordingGetter(64);
    assertThat(pair.client.callee().offer(getter)).isTrue();
    assertThat(tell(pair)).isEqualTo(Kind.DELIVERED);
    Waits.until(() -> !getter.ends.isEmpty());
    assertThat(getter.ends).containsExactly(NtStatus.SUCCESS);
  }

  private static Kind tell(Pair pair) {
    return pair.host
        .caller()
        .call(Buffers.utf8("x"), false, null, null, Timeout.infinite(), EngineClock.SYSTEM, true)
        .kind();
  }

  @Test
  @DisplayName("one thread hears of the messages of several connections, also of one that is new")
  void several() {
    Pair first = watched();
    assertHeard(first);
    Pair second = watched();
    for (int i = 0; i < 3; i++) {
      assertHeard(second);
      assertHeard(first);
    }
    assertThat(threads).hasSize(1);
  }

  @Test
  @DisplayName("one connection more than a thread can sleep on has another thread")
  void tooMany() {
    for (int i = 0; i < 3; i++) {
      watched();
    }
    pairs.forEach(IdleHalvesTest::assertHeard);
    assertThat(threads).hasSize(2);
  }

  @Test
  @DisplayName("a connection that is watched already takes no second place")
  void twice() {
    Pair first = watched();
    assertThat(idle.add(first.client.callee())).isTrue();
    Pair second = watched();
    assertThat(idle.add(second.client.callee())).isTrue();
    assertThat(threads).hasSize(1);
    watched();
    assertThat(idle.add(second.client.callee())).isTrue();
    assertThat(threads).hasSize(2);
  }

  @Test
  @DisplayName("connections that sleep in different ways share no thread")
  void otherSleep() {
    watched();
    Pair other = pair(new Pair.MonitorSleep(2));
    assertThat(idle.add(other.client.callee())).isTrue();
    assertHeard(other);
    assertThat(threads).hasSize(2);
  }

  @Test
  @DisplayName("where a thread can sleep on one bell only, or there is none, somebody must wait")
  void impossible() {
    assertThat(idle.add(pair(new Pair.MonitorSleep(1)).client.callee())).isFalse();
    Halves.Pair embedded =
        Halves.embedded(64, WaitPolicy.NEVER_SPIN, why -> {}, WaitPolicy.NEVER_SPIN, why -> {});
    assertThat(idle.add(embedded.service().callee())).isFalse();
    assertThat(threads).isEmpty();
  }

  @Test
  @DisplayName("a connection that ends is left, and its memory released; the others are heard")
  void oneEnds() {
    Pair first = watched();
    Pair second = watched();
    AtomicBoolean released = new AtomicBoolean();
    first.close();
    first.client.release(() -> released.set(true));
    Waits.until(released::get);
    assertHeard(second);
    assertThat(threads.getFirst().isAlive()).isTrue();
  }

  @Test
  @DisplayName("a connection that somebody waits on is that one's, and a thread without any ends")
  void somebodyWaits() throws InterruptedException {
    CalleeHalf half = watched().client.callee();
    AtomicBoolean over = new AtomicBoolean();
    Waiter[] waiter = new Waiter[1];
    Thread waiting =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  waiter[0] = new Waiter();
                  half.await(waiter[0], over::get, Deadline.NEVER);
                });
    Waits.until(() -> half.watch().hasOtherWaiters() || !threads.getFirst().isAlive());
    Waits.until(
        () -> {
          assertHeard(pairs.getFirst()); // by either of them
          return !threads.getFirst().isAlive();
        });
    over.set(true);
    waiter[0].wake();
    assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
    assertThat(idle.add(half)).isTrue();
    assertHeard(pairs.getFirst());
    assertThat(threads).hasSize(2);
  }

  @Test
  @DisplayName("where the system gives no thread somebody must wait, until it gives one")
  void noThread() {
    AtomicBoolean fails = new AtomicBoolean(true);
    IdleHalves unlucky =
        new IdleHalves(
            watching -> {
              if (fails.getAndSet(false)) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              return thread(watching);
            });
    Pair pair = pair(sleep);
    assertThat(unlucky.add(pair.client.callee())).isFalse();
    assertThat(unlucky.add(pair.client.callee())).isTrue();
    assertHeard(pair);
  }

  @Test
  @DisplayName("an error that lasts is rested from, and the watch goes on when it is over")
  void lastingError() {
    AtomicBoolean fails = new AtomicBoolean(true);
    Pair pair =
        pair(
            new Pair.MonitorSleep(3) {
              @Override
              public synchronized int sleep(List<Place> places, long nanos) {
                if (fails.get()) {
                  throw new IllegalStateException("of the test");
                }
                return super.sleep(places, nanos);
              }
            });
    assertThat(idle.add(pair.client.callee())).isTrue();
    Waits.until(() -> threads.getFirst().getState() == Thread.State.TIMED_WAITING);
    fails.set(false);
    assertHeard(pair);
  }

  @Test
  @DisplayName("an error with one connection ends the watch of no other")
  void error() {
    Pair first = watched();
    Pair second = watched();
    AtomicBoolean failed = new AtomicBoolean();
    RecordedGetter getter =
        new RecordedGetter(
            () -> {
              failed.set(true);
              throw new OutOfMemoryError("of the test");
            });
    assertThat(first.client.callee().offer(getter)).isTrue();
    assertThat(tell(first)).isEqualTo(Kind.DELIVERED);
    Waits.until(failed::get);
    assertHeard(second);
    assertHeard(first);
    assertThat(threads).hasSize(1);
  }
}
