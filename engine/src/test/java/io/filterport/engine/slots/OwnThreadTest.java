package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.Timeout;
import io.filterport.engine.Waits;
import io.filterport.engine.slots.CallOutcome.Kind;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The thread that sleeps on a caller's bell for several callers comes and goes. */
class OwnThreadTest {
  private static final Deadline LONG = () -> 20_000_000_000L;
  private static final int LONELY = 100;
  private static final int TIMES = 10;

  private final Pair pair = new Pair();

  @AfterEach
  void close() {
    pair.close();
    assertThat(pair.breaches).isEmpty();
  }

  /** Asks, and waits for the answer. */
  private FutureTask<Kind> caller() {
    FutureTask<Kind> call =
        new FutureTask<>(
            () ->
                pair.host
                    .caller()
                    .call(
                        Buffers.utf8("x"),
                        true,
                        Buffers.allocate(8),
                        null,
                        Timeout.ofMillis(20_000),
                        EngineClock.SYSTEM,
                        true)
                    .kind());
    Thread ignored = Thread.ofPlatform().daemon().start(call);
    return call;
  }

  private Delivery receive() {
    RecordingGetter getter = new RecordingGetter(256);
    Waiter me = new Waiter();
    getter.waiter = me;
    assertThat(pair.client.callee().offer(getter)).isTrue();
    pair.client.callee().await(me, () -> !getter.ends.isEmpty(), LONG);
    return getter.delivery;
  }

  private void reply(Delivery asked) {
    Waits.until(() -> isParked(asked.slot()));
    assertThat(pair.client.callee().reply(asked.id(), 0, 0, MemorySegment.NULL, 0, 0))
        .isEqualTo(CalleeHalf.ReplyOutcome.ACCEPTED);
  }

  /** Whether the caller of a message sleeps, or is about to. */
  private boolean isParked(int slot) {
    long line = ConnectionLayout.LINES + (long) ConnectionLayout.LINE * slot;
    return SlotWord.isParked(Shared.getLong(pair.memory.common(), line));
  }

  private static boolean ownThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("host-calls"));
  }

  private void two() throws Exception {
    List<FutureTask<Kind>> callers = List.of(caller(), caller());
    Delivery first = receive();
    Delivery second = receive();
    Waits.until(OwnThreadTest::ownThread);
    reply(second);
    reply(first);
    for (FutureTask<Kind> call : callers) {
      assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(Kind.SETTLED);
    }
  }

  private void one() throws Exception {
    FutureTask<Kind> call = caller();
    reply(receive());
    assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(Kind.SETTLED);
  }

  @Test
  @DisplayName("KSM-29: callers hear of their replies while the thread that listens for them ends")
  void comesAndGoes() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      two();
      for (int j = 0; j < LONELY; j++) {
        one();
      }
      Waits.until(() -> !ownThread());
    }
  }
}
