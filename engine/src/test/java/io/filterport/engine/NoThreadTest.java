package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.WaitPolicy;
import io.filterport.engine.slots.CallOutcome;
import io.filterport.engine.slots.EngineClock;
import io.filterport.engine.slots.Halves;
import io.filterport.engine.slots.MappedMemory;
import io.filterport.engine.slots.ThreadlessHalves;
import io.filterport.filter.MessageNotify;
import io.filterport.filter.PortCallbacks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Message callbacks where the system gives no more threads. */
class NoThreadTest {

  private static final long KEPT = 1_000_000_000;

  private final Manager manager = new Manager();
  private final EmbeddedHome home = new EmbeddedHome();
  private final Connection connection = home.connect(manager);

  /** Threads that cannot be started yet. */
  private final AtomicInteger failing = new AtomicInteger();

  @AfterEach
  void close() {
    manager.close();
  }

  private static PortCallbacks callbacks(MessageNotify callback) {
    return PortCallbacks.of(request -> NtStatus.SUCCESS, cookie -> {}).onMessage(callback);
  }

  private void serve(MessageNotify callback) {
    new CallDispatcher(
            connection,
            home.pair.filter().callee(),
            callbacks(callback),
            this::thread,
            SnapshotCall::new,
            KEPT)
        .start();
  }

  private Thread thread(Runnable work) {
    if (failing.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
      return new Thread(work);
    }
    return new Thread(work) {
      @Override
      public void start() {
        throw new OutOfMemoryError("unable to create native thread");
      }
    };
  }

  /** {@return the callback's status, as the client hears it} */
  private NtStatus call() {
    CallOutcome outcome =
        home.pair
            .service()
            .caller()
            .call(
                Buffers.utf8("x"), true, null, null, Timeout.infinite(), EngineClock.SYSTEM, false);
    return new NtStatus(outcome.status());
  }

  @Test
  @DisplayName("USM-05: a call that finds no thread at all is refused, and the next one served")
  void refused() {
    failing.set(3);
    serve((cookie, call) -> NtStatus.SUCCESS);
    for (int i = 0; i < 3; i++) {
      assertThat(Background.of(this::call).result()).isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
    }
    assertThat(Background.of(this::call).result()).isEqualTo(NtStatus.SUCCESS);
  }

  @Test
  @DisplayName("MNF-13: threads that could not be made do not count: 16 callbacks run at once")
  void notCounted() {
    failing.set(3 * CallDispatcher.MAX_WORKERS);
    CyclicBarrier all = new CyclicBarrier(CallDispatcher.MAX_WORKERS);
    serve(
        (cookie, call) -> {
          Waits.at(all);
          return NtStatus.SUCCESS;
        });
    while (failing.get() > 0) {
      assertThat(Background.of(this::call).result()).isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
    }
    List<Background<NtStatus>> callers = new ArrayList<>();
    for (int i = 0; i < CallDispatcher.MAX_WORKERS; i++) {
      callers.add(Background.of(this::call));
    }
    assertThat(callers).extracting(Background::result).containsOnly(NtStatus.SUCCESS);
  }

  @Test
  @DisplayName("where somebody must sleep on the bell a connection without a thread is not begun")
  void notBegun() {
    MappedMemory memory = ThreadlessHalves.memory(1);
    Halves halves =
        Halves.mapped(true, memory, new NoSleep(), WaitPolicy.NEVER_SPIN, reason -> {}, "unlucky");
    CallDispatcher calls =
        new CallDispatcher(
            connection,
            halves.callee(),
            callbacks((cookie, call) -> NtStatus.SUCCESS),
            this::thread,
            SnapshotCall::new,
            KEPT);
    failing.set(1);
    assertThat(Failures.status(calls::start)).isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
  }

  @Test
  @DisplayName("a call that finds no thread more is served when a callback has returned")
  void servedLater() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    serve(
        (cookie, call) -> {
          inside.countDown();
          Waits.on(goOn);
          return NtStatus.SUCCESS;
        });
    Background<NtStatus> first = Background.of(this::call);
    Waits.on(inside);
    failing.set(1);
    Background<NtStatus> second = Background.of(this::call);
    Waits.until(() -> failing.get() == 0);
    assertThat(second.isDone()).isFalse();
    goOn.countDown();
    assertThat(first.result()).isEqualTo(NtStatus.SUCCESS);
    assertThat(second.result()).isEqualTo(NtStatus.SUCCESS);
  }
}
