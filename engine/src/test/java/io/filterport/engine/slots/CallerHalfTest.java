package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.Waits;
import io.filterport.engine.slots.CallOutcome.Kind;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a sender tells its own side and the other, step by step, on a table of 128 slots. */
class CallerHalfTest {
  private static final int SLOTS = 128;
  private static final int LONGEST = 512;
  private static final long A_WHILE = 1_000_000;

  private final HeapTable heap = new HeapTable(SLOTS, LONGEST);
  private final SlotTable table = heap.table;
  private final CallerHalf caller = heap.caller;
  private final CalleeHalf callee = heap.callee;

  @AfterEach
  void noBreach() {
    caller.close();
    assertThat(heap.breaches).isEmpty();
  }

  private RecordingGetter offer(int capacity) {
    RecordingGetter getter = new RecordingGetter(CalleeHalf.HEADER + capacity);
    assertThat(callee.offer(getter)).isTrue();
    return getter;
  }

  private CallOutcome call(int length, boolean asks, Timeout timeout, EngineClock clock) {
    MemorySegment reply = asks ? Buffers.allocate(8) : null;
    return caller.call(Buffers.allocate(length), asks, reply, null, timeout, clock, true);
  }

  private Kind tell(int length) {
    return call(length, false, Timeout.poll(), EngineClock.SYSTEM).kind();
  }

  private FutureTask<CallOutcome> standing(int length, boolean asks) {
    FutureTask<CallOutcome> task =
        new FutureTask<>(() -> call(length, asks, Timeout.infinite(), EngineClock.SYSTEM));
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static Kind end(FutureTask<CallOutcome> call) throws Exception {
    return call.get(20, TimeUnit.SECONDS).kind();
  }

  @Test
  @DisplayName("KSM-48: a call that is over holds the memory no longer")
  void leavesTheMemory() {
    AtomicBoolean released = new AtomicBoolean();
    assertThat(tell(4)).isEqualTo(Kind.NOT_DELIVERED);
    caller.close();
    heap.callerMemory.close(() -> released.set(true));
    assertThat(released).isTrue();
    assertThat(tell(4)).isEqualTo(Kind.DISCONNECTED);
  }

  @Test
  @DisplayName("KSM-24: without memory for it a message is not sent, and its offer stays the first")
  void noMemory() {
    RecordingGetter first = offer(64);
    RecordingGetter second = offer(64);
    heap.messages.isEmpty = true;
    assertThat(tell(4)).isEqualTo(Kind.NO_MEMORY);
    heap.messages.isEmpty = false;
    assertThat(first.ends).isEmpty();
    assertThat(tell(4)).isEqualTo(Kind.DELIVERED);
    assertThat(first.ends).containsExactly(NtStatus.SUCCESS);
    assertThat(second.ends).isEmpty();
  }

  @Test
  @DisplayName("KSM-24: without memory an offer that was withdrawn is passed over, not failed")
  void noMemoryForWithdrawn() {
    RecordingGetter tiny = offer(2);
    RecordingGetter withdrawn = offer(64);
    assertThat(tell(100)).as("now both are listed").isEqualTo(Kind.NOT_DELIVERED);
    assertThat(tiny.ends).containsExactly(NtStatus.BUFFER_TOO_SMALL);
    assertThat(callee.cancel(withdrawn)).isTrue();
    heap.messages.isEmpty = true;
    assertThat(tell(4)).isEqualTo(Kind.NOT_DELIVERED);
  }

  @Test
  @DisplayName(
      "KSM-17: where the chosen offer is withdrawn under way, none that is too small is taken")
  void withdrawnUnderWay() {
    RecordingGetter chosen = offer(64);
    RecordingGetter tiny = offer(2);
    heap.messages.beforeReserve = () -> assertThat(callee.cancel(chosen)).isTrue();
    assertThat(tell(4)).isEqualTo(Kind.NOT_DELIVERED);
    assertThat(tiny.payload).isEmpty();
  }

  @Test
  @DisplayName("offers of every slot are found, also beyond the first 64, and answered there")
  void everySlot() throws Exception {
    List<RecordingGetter> getters = new ArrayList<>();
    List<FutureTask<CallOutcome>> senders = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      getters.add(offer(64));
      senders.add(standing(4, true));
      RecordingGetter getter = getters.get(i);
      Waits.until(() -> !getter.ends.isEmpty());
    }
    for (RecordingGetter getter : getters) {
      Waits.until(() -> SlotWord.isParked(table.word(getter.delivery.slot())));
      assertThat(callee.reply(getter.delivery.id(), 0, 0, Buffers.allocate(4), 0, 4))
          .isEqualTo(CalleeHalf.ReplyOutcome.ACCEPTED);
    }
    for (FutureTask<CallOutcome> sender : senders) {
      assertThat(end(sender)).isEqualTo(Kind.SETTLED);
    }
    assertThat(heap.replies.givenBack).as("each reply's memory").hasSize(SLOTS).containsOnly(4);
  }

  @Test
  @DisplayName("the half says that it is hungry while somebody stands in line, and then no more")
  void hungry() throws Exception {
    for (int i = 0; i < 2; i++) {
      FutureTask<CallOutcome> first = standing(4, false);
      FutureTask<CallOutcome> second = standing(4, false);
      Waits.until(table.hungry::isSet);
      offer(64);
      offer(64);
      assertThat(List.of(end(first), end(second))).containsOnly(Kind.DELIVERED);
      assertThat(table.hungry.isSet()).isFalse();
    }
    assertThat(tell(4)).isEqualTo(Kind.NOT_DELIVERED);
    assertThat(table.hungry.isSet()).as("a poll never stands in line").isFalse();
  }

  @Test
  @DisplayName("KSM-20: a newcomer that serves the last of the line says that nobody is hungry")
  void servedByNewcomer() throws Exception {
    FutureTask<CallOutcome> waiting = standing(4, false);
    Waits.until(table.hungry::isSet);
    heap.calls.listen(() -> {}); // the ring is under way
    RecordingGetter only = offer(64);
    assertThat(tell(4)).isEqualTo(Kind.NOT_DELIVERED);
    assertThat(end(waiting)).isEqualTo(Kind.DELIVERED);
    assertThat(only.ends).containsExactly(NtStatus.SUCCESS);
    assertThat(table.hungry.isSet()).isFalse();
  }

  @Test
  @DisplayName("INV-09: each claim, and each offer that was too small, is a step")
  void steps() {
    int before = caller.progress();
    offer(64);
    assertThat(tell(4)).isEqualTo(Kind.DELIVERED);
    assertThat(caller.progress()).isEqualTo(before + 1);
    offer(2);
    assertThat(tell(4)).isEqualTo(Kind.NOT_DELIVERED);
    assertThat(caller.progress()).isEqualTo(before + 2);
    assertThat(tell(4)).isEqualTo(Kind.NOT_DELIVERED);
    assertThat(caller.progress()).isEqualTo(before + 2);
  }

  @Test
  @DisplayName("a starved callee is told of each slot that a sender leaves, by answer or by time")
  void starved() {
    AtomicBoolean told = new AtomicBoolean();
    for (boolean isAnswered : List.of(true, false)) {
      told.set(false);
      RecordingGetter getter = offer(64);
      Deadline deadline =
          atLook(
              2,
              () -> {
                if (isAnswered) {
                  answer(getter);
                }
                heap.arrivals.listen(() -> told.set(true));
              });
      table.starved.set(true);
      Kind kind = call(4, true, LookingClock.SPAN, new LookingClock(deadline)).kind();
      assertThat(kind).isEqualTo(isAnswered ? Kind.SETTLED : Kind.NO_REPLY);
      assertThat(told).as("answered: %s", isAnswered).isTrue();
      heap.arrivals.listen(callee::service);
    }
  }

  @Test
  @DisplayName("who leaves after a message is not told of, if nobody is starved")
  void notStarved() {
    RecordingGetter getter = offer(64);
    int[] rings = new int[1];
    Deadline deadline =
        atLook(
            2,
            () -> {
              answer(getter);
              heap.arrivals.listen(() -> rings[0]++);
            });
    assertThat(call(4, true, LookingClock.SPAN, new LookingClock(deadline)).kind())
        .isEqualTo(Kind.SETTLED);
    assertThat(rings[0]).isZero();
  }

  private void answer(RecordingGetter getter) {
    assertThat(callee.reply(getter.delivery.id(), 0, 0, Buffers.allocate(4), 0, 4))
        .isEqualTo(CalleeHalf.ReplyOutcome.ACCEPTED);
  }

  /** A deadline that is over at that look, where something happens first. */
  private static Deadline atLook(int last, Runnable action) {
    int[] looks = new int[1];
    return () -> {
      if (++looks[0] == last) {
        action.run();
      }
      return looks[0] < last ? A_WHILE : 0;
    };
  }

  @Test
  @DisplayName("calls with the same result share one outcome: they allocate none")
  void sharedOutcomes() {
    CallOutcome first = answered();
    assertThat(first.kind()).isEqualTo(Kind.SETTLED);
    assertThat(answered()).isSameAs(first);
  }

  private CallOutcome answered() {
    RecordingGetter getter = offer(64);
    return call(4, true, LookingClock.SPAN, new LookingClock(atLook(2, () -> answer(getter))));
  }

  @Test
  @DisplayName("KSM-52: an interrupt that may not end a call is there again when it is over")
  void keptInterrupt() {
    Thread.currentThread().interrupt();
    Kind kind =
        caller
            .call(
                Buffers.allocate(4),
                false,
                null,
                null,
                LookingClock.SPAN,
                new LookingClock(atLook(20, () -> {})),
                false)
            .kind();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(kind).isEqualTo(Kind.NOT_DELIVERED);
  }

  @Test
  @DisplayName("KSM-18: an offer whose bit came twice was two attempts, and failed for nothing")
  void announcedTwice() {
    RecordingGetter first = offer(2);
    RecordingGetter second = offer(2);
    FutureTask<CallOutcome> standing = standing(100, false);
    Waits.until(table.hungry::isSet);
    RecordingGetter third = offer(2);
    table.offered.add(third.slot);
    caller.service();
    assertThat(standing).isNotDone();
    assertThat(List.of(first, second))
        .allSatisfy(small -> assertThat(small.ends).containsExactly(NtStatus.BUFFER_TOO_SMALL));
    assertThat(third.ends).isEmpty();
  }

  @Test
  @DisplayName("KSM-48: the end wakes who stands in line, and who waits for a reply")
  void endWakesAll() throws Exception {
    RecordingGetter getter = offer(64);
    FutureTask<CallOutcome> asking = standing(4, true);
    Waits.until(() -> !getter.ends.isEmpty());
    Waits.until(() -> SlotWord.isParked(table.word(getter.delivery.slot())));
    FutureTask<CallOutcome> inLine = standing(4, false);
    Waits.until(table.hungry::isSet);
    caller.close();
    assertThat(List.of(end(asking), end(inLine))).containsOnly(Kind.DISCONNECTED);
    assertThat(SlotWord.phase(table.word(getter.delivery.slot()))).isEqualTo(SlotWord.EXPIRED);
  }

  @Test
  @DisplayName("HND-06: each side says whether somebody sleeps at one of its bells still")
  void rouses() throws Exception {
    Pair pair = new Pair();
    RecordingGetter getter = new RecordingGetter(64);
    assertThat(pair.client.callee().offer(getter)).isTrue();
    assertThat(pair.host.rouse()).isFalse();
    FutureTask<Kind> asking =
        new FutureTask<>(
            () ->
                pair.host
                    .caller()
                    .call(
                        Buffers.allocate(4),
                        true,
                        null,
                        null,
                        Timeout.infinite(),
                        EngineClock.SYSTEM,
                        true)
                    .kind());
    Thread.ofPlatform().daemon().start(asking);
    Waits.until(pair.host::rouse);
    assertThat(pair.client.rouse()).isFalse();
    Thread waiting =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  CalleeHalf half = pair.client.callee();
                  half.await(new Waiter(), half::isClosed, Deadline.NEVER);
                });
    Waits.until(pair.client::rouse);
    pair.close();
    assertThat(asking.get(20, TimeUnit.SECONDS)).isEqualTo(Kind.DISCONNECTED);
    assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
  }
}
