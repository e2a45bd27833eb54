package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.slots.CallOutcome;
import io.filterport.engine.slots.CallerHalf;
import io.filterport.engine.slots.EngineClock;
import io.filterport.engine.slots.Halves;
import io.filterport.engine.slots.Pair;
import io.filterport.engine.slots.Sleep;
import io.filterport.filter.MessageNotify;
import io.filterport.filter.PortCallbacks;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When a connection's workers come and go, over bells that are slept on, and without. */
class CallDispatcherTest {
  private static final long LONG = 60_000_000_000L;
  private static final long SHORT = 1_000_000;

  private final Manager manager = new Manager();
  private final EmbeddedHome home = new EmbeddedHome();
  private final Connection connection = home.connect(manager);
  private final List<Thread> workers = new CopyOnWriteArrayList<>();
  private final List<Throwable> errors = new CopyOnWriteArrayList<>();
  private final List<Pair> pairs = new ArrayList<>();

  @AfterEach
  void allWorkersEnd() throws InterruptedException {
    pairs.forEach(Pair::close);
    manager.close();
    for (Thread worker : workers) {
      assertThat(worker.join(Duration.ofSeconds(20))).as("a worker ends").isTrue();
    }
  }

  private Thread worker(Runnable work) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .uncaughtExceptionHandler((worker, error) -> errors.add(error))
            .unstarted(work);
    workers.add(thread);
    return thread;
  }

  private long living() {
    return workers.stream().filter(Thread::isAlive).count();
  }

  private void serve(Halves halves, long keptNanos, MessageNotify callback) {
    serve(halves, SnapshotCall::new, keptNanos, callback);
  }

  private void serve(
      Halves halves, CallDispatcher.Snapshots snapshots, long keptNanos, MessageNotify callback) {
    PortCallbacks callbacks =
        PortCallbacks.of(request -> NtStatus.SUCCESS, cookie -> {}).onMessage(callback);
    new CallDispatcher(connection, halves.callee(), callbacks, this::worker, snapshots, keptNanos)
        .start();
  }

  /** {@return a client of calls that are served without a bell to sleep on} */
  private CallerHalf embedded(long keptNanos, MessageNotify callback) {
    serve(home.pair.filter(), keptNanos, callback);
    return home.pair.service().caller();
  }

  /** {@return a client between processes, as it were} */
  private CallerHalf mapped(Sleep sleep, long keptNanos, MessageNotify callback) {
    Pair pair = new Pair(sleep, "client");
    pairs.add(pair);
    serve(pair.host, keptNanos, callback);
    return pair.client.caller();
  }

  private static NtStatus call(CallerHalf client) {
    CallOutcome outcome =
        client.call(
            Buffers.utf8("x"), true, null, null, Timeout.infinite(), EngineClock.SYSTEM, false);
    assertThat(outcome.kind()).isEqualTo(CallOutcome.Kind.SETTLED);
    return new NtStatus(outcome.status());
  }

  private static NtStatus succeed(Object cookie, Object call) {
    return NtStatus.SUCCESS;
  }

  private static void assertServed(CallerHalf client) {
    assertThat(Background.of(() -> call(client)).result()).isEqualTo(NtStatus.SUCCESS);
  }

  // ---- embedded, and where a thread can sleep on the bells of many connections

  private static final int MANY = 3;

  private List<CallerHalf> withoutLeader(long keptNanos) {
    return List.of(
        embedded(keptNanos, CallDispatcherTest::succeed),
        mapped(new Pair.MonitorSleep(MANY), keptNanos, CallDispatcherTest::succeed));
  }

  @Test
  @DisplayName("an idle connection has no worker; the first call makes one, which serves the next")
  void firstCall() {
    CallerHalf client = embedded(LONG, CallDispatcherTest::succeed);
    assertThat(workers).isEmpty();
    for (int i = 0; i < 5; i++) {
      assertServed(client);
      Waits.until(() -> LockSupport.getBlocker(workers.getFirst()) != null);
    }
    assertThat(workers).hasSize(1);
    assertThat(living()).isEqualTo(1);
  }

  @Test
  @DisplayName("between processes a worker leaves another at the bell: a few serve many calls")
  void firstCallBetweenProcesses() {
    CallerHalf client = mapped(new Pair.MonitorSleep(MANY), LONG, CallDispatcherTest::succeed);
    assertThat(workers).isEmpty();
    for (int i = 0; i < 50; i++) {
      assertServed(client);
    }
    assertThat(workers).hasSizeBetween(2, 5);
  }

  @Test
  @DisplayName("a worker that nobody calls ends, and the next call makes another")
  void restsForLong() throws InterruptedException {
    for (CallerHalf client : withoutLeader(SHORT)) {
      for (int i = 0; i < 3; i++) {
        assertServed(client);
        for (Thread worker : workers) {
          assertThat(worker.join(Duration.ofSeconds(20))).isTrue();
        }
      }
    }
    assertThat(workers).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  @DisplayName("MNF-13: sixteen callbacks run at once, the seventeenth call waits for a worker")
  void most() {
    for (int kind = 0; kind < 2; kind++) {
      assertMost(kind == 0);
    }
  }

  private void assertMost(boolean isEmbedded) {
    int before = workers.size();
    AtomicInteger inside = new AtomicInteger();
    CountDownLatch goOn = new CountDownLatch(1);
    MessageNotify callback =
        (cookie, call) -> {
          inside.incrementAndGet();
          Waits.on(goOn);
          return NtStatus.SUCCESS;
        };
    CallerHalf client =
        isEmbedded ? embedded(LONG, callback) : mapped(new Pair.MonitorSleep(MANY), LONG, callback);
    List<Background<NtStatus>> calls = new ArrayList<>();
    for (int i = 0; i < CallDispatcher.MAX_WORKERS + 1; i++) {
      calls.add(Background.of(() -> call(client)));
    }
    Waits.until(() -> inside.get() == CallDispatcher.MAX_WORKERS);
    assertThat(workers).hasSize(before + CallDispatcher.MAX_WORKERS);
    assertThat(calls).noneMatch(Background::isDone);
    goOn.countDown();
    assertThat(calls).extracting(Background::result).containsOnly(NtStatus.SUCCESS);
    assertThat(inside).hasValue(CallDispatcher.MAX_WORKERS + 1);
    assertThat(workers).hasSize(before + CallDispatcher.MAX_WORKERS);
  }

  // ---- where somebody must sleep on the bell

  /** A futex that lets a thread sleep on one int, and counts. */
  private static final class CountedSleep implements Sleep {
    private final Pair.MonitorSleep sleep = new Pair.MonitorSleep(1);
    private final AtomicInteger sleeps = new AtomicInteger();
    private final AtomicInteger failing = new AtomicInteger();

    @Override
    public boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
      sleeps.incrementAndGet();
      if (failing.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        throw new OutOfMemoryError("of the test");
      }
      return sleep.sleep(segment, offset, expected, nanos);
    }

    @Override
    public void wake(MemorySegment segment, long offset) {
      sleep.wake(segment, offset);
    }

    @Override
    public void wakeAll(MemorySegment segment, long offset) {
      sleep.wakeAll(segment, offset);
    }
  }

  @Test
  @DisplayName("where a call is heard only while somebody sleeps there, the last worker stays")
  void lastStays() {
    CountedSleep sleep = new CountedSleep();
    CallerHalf client = mapped(sleep, SHORT, CallDispatcherTest::succeed);
    assertThat(workers).hasSize(1);
    Waits.until(() -> sleep.sleeps.get() > 5);
    assertThat(living()).isEqualTo(1);
    assertServed(client);
  }

  @Test
  @DisplayName("while a callback runs another worker hears the next call, and then one of two ends")
  void anotherHears() {
    CyclicBarrier both = new CyclicBarrier(2);
    CallerHalf client =
        mapped(
            new CountedSleep(),
            SHORT,
            (cookie, call) -> {
              Waits.at(both);
              return NtStatus.SUCCESS;
            });
    for (int i = 0; i < 3; i++) {
      Background<NtStatus> first = Background.of(() -> call(client));
      Background<NtStatus> second = Background.of(() -> call(client));
      assertThat(List.of(first.result(), second.result())).containsOnly(NtStatus.SUCCESS);
      Waits.until(() -> living() == 1);
    }
  }

  @Test
  @DisplayName("a worker that an error ends counts no more, and another takes its place")
  void error() {
    int more = CallDispatcher.MAX_WORKERS + 1;
    CountedSleep sleep = new CountedSleep();
    sleep.failing.set(more);
    CallerHalf client = mapped(sleep, LONG, CallDispatcherTest::succeed);
    Waits.until(() -> errors.size() == more);
    assertServed(client);
    assertThat(errors).hasSize(more);
  }

  // ---- where there is no memory

  private void assertRefusedForMemory(CallerHalf client, AtomicInteger failing) {
    for (int i = 0; i <= CallDispatcher.MAX_WORKERS; i++) {
      failing.set(1);
      assertThat(Background.of(() -> call(client)).result())
          .isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
    }
    assertServed(client);
    assertThat(errors).isEmpty();
  }

  private static void failIfAsked(AtomicInteger failing) {
    if (failing.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new OutOfMemoryError("of the test");
    }
  }

  @Test
  @DisplayName("a call that cannot be copied for its callback is refused, and others are served")
  void noSnapshot() {
    AtomicInteger failing = new AtomicInteger();
    serve(
        home.pair.filter(),
        (message, record, maxOutput) -> {
          failIfAsked(failing);
          return new SnapshotCall(message, record, maxOutput);
        },
        LONG,
        CallDispatcherTest::succeed);
    assertRefusedForMemory(home.pair.service().caller(), failing);
  }

  /** Has room for an answer, and no memory for it when it is asked. */
  private static final class Unasked extends ServedCall {
    private final AtomicInteger failing;

    Unasked(AtomicInteger failing) {
      this.failing = failing;
    }

    @Override
    public MemorySegment input() {
      return MemorySegment.NULL;
    }

    @Override
    public MemorySegment output() {
      failIfAsked(failing);
      return MemorySegment.ofArray(new byte[1]);
    }

    @Override
    int room() {
      return 1;
    }

    @Override
    void end() {}
  }

  @Test
  @DisplayName("an answer that its callback says it wrote, and has no memory for, is a refusal")
  void noAnswer() {
    AtomicInteger failing = new AtomicInteger();
    serve(
        home.pair.filter(),
        (message, record, maxOutput) -> new Unasked(failing),
        LONG,
        (cookie, call) -> {
          call.setReturnLength(1);
          return NtStatus.SUCCESS;
        });
    assertRefusedForMemory(home.pair.service().caller(), failing);
  }

  // ---- what a callback leaves behind

  @Test
  @DisplayName("an interrupt that a callback leaves to its worker is not the next call's")
  void interrupts() {
    List<Boolean> seen = new CopyOnWriteArrayList<>();
    MessageNotify callback =
        (cookie, call) -> {
          seen.add(Thread.currentThread().isInterrupted());
          Thread.currentThread().interrupt();
          return NtStatus.SUCCESS;
        };
    CallerHalf client = embedded(LONG, callback);
    for (int i = 0; i < 3; i++) {
      assertServed(client);
    }
    assertThat(seen).containsExactly(false, false, false);
  }

  @Test
  @DisplayName("a call that has returned holds nothing: the same slots serve thousands of them")
  void manyCalls() {
    AtomicInteger served = new AtomicInteger();
    MessageNotify callback =
        (cookie, call) -> {
          served.incrementAndGet();
          return NtStatus.SUCCESS;
        };
    for (CallerHalf client :
        List.of(embedded(LONG, callback), mapped(new Pair.MonitorSleep(MANY), LONG, callback))) {
      for (int i = 0; i < 500; i++) {
        assertThat(call(client)).isEqualTo(NtStatus.SUCCESS);
      }
    }
    assertThat(served).hasValue(1000);
  }
}
