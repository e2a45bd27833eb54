package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** KSM-21: of one thread's messages the later one does not complete its get before the earlier. */
class MessageOrderTest {
  private final Pair pair = new Pair();
  private final CalleeHalf service = pair.client.callee();
  private final List<String> completed = new CopyOnWriteArrayList<>();

  private Getter offer(String name) {
    return offer(name, () -> {});
  }

  private Getter offer(String name, Runnable meanwhile) {
    return offer(meanwhile, status -> completed.add(name));
  }

  private Getter offer(Runnable meanwhile, Consumer<NtStatus> atEnd) {
    Getter getter = new SlowGetter(meanwhile, atEnd);
    assertThat(service.offer(getter)).isTrue();
    return getter;
  }

  private void send(boolean replyWanted) {
    CallOutcome ignored =
        pair.host
            .caller()
            .call(
                Buffers.allocate(8),
                replyWanted,
                replyWanted ? Buffers.allocate(8) : null,
                null,
                Timeout.poll(),
                EngineClock.SYSTEM,
                true);
  }

  /** Another worker finds what is sent now. */
  private void sendAndCollect(boolean replyWanted) {
    onAnotherThread(
        () -> {
          send(replyWanted);
          service.service();
        });
  }

  private static void onAnotherThread(Runnable action) {
    Thread worker = Thread.ofPlatform().start(action);
    try {
      worker.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("a message overtook the one before it, which another thread still copied")
  void copiedSideBySide() {
    offer("first", () -> sendAndCollect(false));
    offer("second");
    send(false);
    assertThat(service.service()).isTrue();
    assertThat(completed).containsExactly("first", "second");
  }

  @Test
  @DisplayName("a message whose sender waits does not overtake what that sender told before")
  void awaitedBehindTold() {
    offer("told", () -> sendAndCollect(true));
    offer("asked");
    send(false);
    assertThat(service.service()).isTrue();
    assertThat(completed).containsExactly("told", "asked");
  }

  @Test
  @DisplayName("messages that one look found completed in the order of their slots")
  void foundAtOnce() {
    Getter withdrawn = offer("withdrawn");
    offer("first");
    assertThat(service.cancel(withdrawn)).isTrue();
    completed.clear();
    offer("second");
    send(false);
    send(false);
    assertThat(service.service()).isTrue();
    assertThat(completed).containsExactly("first", "second");
  }

  @Test
  @DisplayName("messages that the close found complete in their order, too")
  void foundAtTheClose() {
    Getter withdrawn = offer("withdrawn");
    offer("first");
    assertThat(service.cancel(withdrawn)).isTrue();
    completed.clear();
    offer("second");
    offer("third");
    send(false);
    send(false);
    service.close();
    assertThat(completed).containsExactly("first", "second", "third");
  }

  @Test
  @DisplayName("a get that an error ends holds up none behind it")
  void errorInFront() {
    offer(
        "first",
        () -> {
          sendAndCollect(false);
          throw new OutOfMemoryError("of the test");
        });
    offer("second");
    send(false);
    assertThatThrownBy(service::service).isInstanceOf(OutOfMemoryError.class);
    assertThat(completed).containsExactly("second");
  }

  @Test
  @DisplayName("those behind a get whose completion an error ends complete all the same")
  void errorInCompletion() {
    offer(
        () -> sendAndCollect(false),
        status -> {
          throw new OutOfMemoryError("of the test");
        });
    offer("second");
    send(false);
    assertThatThrownBy(service::service).isInstanceOf(OutOfMemoryError.class);
    assertThat(completed).containsExactly("second");
  }

  @Test
  @DisplayName("a get of a filter's side never stands in line: its sender's word may have expired")
  void filterSide() {
    CalleeHalf filter = pair.host.callee();
    AtomicReference<Getter> taking = new AtomicReference<>();
    AtomicBoolean stood = new AtomicBoolean();
    Getter call =
        new SlowGetter(() -> stood.set(taking.get().place != Getter.NOT_IN_LINE), status -> {});
    taking.set(call);
    assertThat(filter.offer(call)).isTrue();
    CallOutcome ignored =
        pair.client
            .caller()
            .call(
                Buffers.allocate(8),
                true,
                Buffers.allocate(8),
                null,
                Timeout.poll(),
                EngineClock.SYSTEM,
                true);
    assertThat(filter.collect(call)).isTrue();
    assertThat(stood).isFalse();
  }

  @Test
  @DisplayName("many gets behind a slow one were more than the stack of its thread could hold")
  void manyBehindASlowOne() {
    int many = 50_000;
    AtomicInteger ended = new AtomicInteger();
    AtomicInteger meanwhile = new AtomicInteger();
    offer(
        () -> {
          onAnotherThread(() -> sendOften(many, ended));
          meanwhile.set(ended.get());
        },
        status -> ended.incrementAndGet());
    send(false);
    assertThat(service.service()).isTrue();
    assertThat(meanwhile).hasValue(0);
    assertThat(ended).hasValue(1 + many);
  }

  private void sendOften(int times, AtomicInteger ended) {
    for (int i = 0; i < times; i++) {
      offer(() -> {}, status -> ended.incrementAndGet());
      send(false);
      service.service();
    }
  }

  @Test
  @DisplayName("an error behind a get took the get's next end away, which stood in line again")
  void errorBehindOneThatIsUsedAgain() throws Exception {
    Rerun rerun = new Rerun();
    rerun.play();
    assertThat(completed).containsExactly("again", "held", "again");
  }

  /**
   * The first get completes, and the second, whose completion throws; by then the first one is in
   * use again, has its message, and stands behind a third.
   */
  private final class Rerun {
    private final CountDownLatch holding = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicReference<Thread> holder = new AtomicReference<>();
    private final AtomicBoolean ran = new AtomicBoolean();
    private final Getter again = new SlowGetter(this::once, status -> completed.add("again"));

    void play() throws InterruptedException {
      assertThat(service.offer(again)).isTrue();
      offer(() -> {}, this::useAgainAndThrow);
      offer(this::hold, status -> completed.add("held"));
      send(false);
      assertThatThrownBy(service::service).isInstanceOf(OutOfMemoryError.class);
      release.countDown();
      holder.get().join();
    }

    private void once() {
      if (ran.compareAndSet(false, true)) {
        sendAndCollect(false);
        send(false);
        holder.set(Thread.ofPlatform().start(service::service));
        await(holding);
      }
    }

    private void hold() {
      holding.countDown();
      await(release);
    }

    private void useAgainAndThrow(NtStatus status) {
      assertThat(service.offer(again)).isTrue();
      send(false);
      assertThat(service.service()).isTrue();
      throw new OutOfMemoryError("of the test");
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
