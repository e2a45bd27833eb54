package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.Waits;
import io.filterport.engine.slots.CallOutcome.Kind;
import io.filterport.engine.slots.CalleeHalf.ReplyOutcome;
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

/** What a getter's half does with slots, messages and their memory, step by step. */
class CalleeHalfTest {
  private static final int SLOTS = 64;

  private final HeapTable heap = new HeapTable(SLOTS, 512);
  private final CalleeHalf callee = heap.callee;

  @AfterEach
  void noBreach() {
    heap.caller.close();
    assertThat(heap.breaches).isEmpty();
  }

  /** A getter that says what becomes of a message. */
  private static final class Getting extends Getter {
    private final List<NtStatus> ends = new ArrayList<>();
    private boolean isLost;
    private boolean isInPlace;

    Getting(int payload) {
      super(CalleeHalf.HEADER + payload);
    }

    @Override
    protected boolean take(Delivery message, MemorySegment record) {
      return !isLost;
    }

    @Override
    protected boolean readsInPlace() {
      return isInPlace;
    }

    @Override
    protected void complete(NtStatus status, int bytes) {
      ends.add(status);
    }
  }

  private Getting offer(Getting getter) {
    assertThat(callee.offer(getter)).isTrue();
    return getter;
  }

  private Getting offer(int payload) {
    return offer(new Getting(payload));
  }

  private Getting offerLost(int payload) {
    Getting getter = new Getting(payload);
    getter.isLost = true;
    return offer(getter);
  }

  private List<Getting> offerMany(int count, int payload) {
    List<Getting> getters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      getters.add(offer(payload));
    }
    return getters;
  }

  private Kind tell(int length) {
    return heap.caller
        .call(Buffers.allocate(length), false, null, null, Timeout.poll(), EngineClock.SYSTEM, true)
        .kind();
  }

  private FutureTask<Kind> asking(int length) {
    FutureTask<Kind> task =
        new FutureTask<>(
            () ->
                heap.caller
                    .call(
                        Buffers.allocate(length),
                        true,
                        Buffers.allocate(8),
                        null,
                        Timeout.infinite(),
                        EngineClock.SYSTEM,
                        true)
                    .kind());
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  // ---- slots

  @Test
  @DisplayName("the slot of a getter that is cancelled goes to the first that has none")
  void cancelledSlot() {
    List<Getting> getters = offerMany(SLOTS, 8);
    List<Getting> beyond = offerMany(2, 8);
    assertThat(beyond).extracting(getter -> getter.slot).containsOnly(-1);
    int slot = getters.get(5).slot;
    assertThat(callee.cancel(getters.get(5))).isTrue();
    assertThat(beyond).extracting(getter -> getter.slot).containsExactly(slot, -1);
  }

  @Test
  @DisplayName("a getter that waits for a slot can be cancelled, once")
  void cancelBeyond() {
    offerMany(SLOTS, 8);
    Getting beyond = offer(8);
    assertThat(callee.cancel(beyond)).isTrue();
    assertThat(beyond.ends).containsExactly(NtStatus.CANCELLED);
    assertThat(callee.cancel(beyond)).isFalse();
    assertThat(beyond.ends).hasSize(1);
  }

  @Test
  @DisplayName(
      "cancelling all ends those with a slot and those without, and says if there were any")
  void cancelAll() {
    assertThat(callee.cancelAll()).isFalse();
    List<Getting> getters = offerMany(SLOTS + 2, 8);
    assertThat(callee.cancelAll()).isTrue();
    for (Getting getter : getters) {
      assertThat(getter.ends).containsExactly(NtStatus.CANCELLED);
    }
  }

  @Test
  @DisplayName(
      "the end completes those with a slot and those without, once, and all later ones not")
  void ends() {
    List<Getting> getters = offerMany(SLOTS + 2, 8);
    callee.close();
    callee.close();
    for (Getting getter : getters) {
      assertThat(getter.ends).containsExactly(NtStatus.PORT_DISCONNECTED);
      assertThat(callee.cancel(getter)).isFalse();
      assertThat(getter.ends).hasSize(1);
    }
    assertThat(callee.offer(new Getting(8))).isFalse();
  }

  @Test
  @DisplayName("INV-09: each offer and each collection is a step")
  void steps() {
    int before = callee.progress();
    offer(8);
    assertThat(callee.progress()).isEqualTo(before + 1);
    assertThat(tell(8)).isEqualTo(Kind.DELIVERED);
    assertThat(callee.progress()).isEqualTo(before + 2);
  }

  @Test
  @DisplayName("INV-09: a slot whose reply is not taken yet is kept in mind until it is")
  void repliedSlot() {
    HostileTable hostile = new HostileTable();
    CalleeHalf half = hostile.callee();
    hostile.table.writeMessage(0, 77, 8, 0);
    Getting asked = new Getting(8);
    assertThat(half.offer(asked)).isTrue();
    int generation = SlotWord.generation(hostile.table.word(0));
    hostile.write(SlotWord.delivered(generation, 4, true));
    assertThat(half.collect(asked)).isTrue();
    assertThat(half.reply(1, 0, 0, Buffers.allocate(4), 0, 4)).isEqualTo(ReplyOutcome.ACCEPTED);
    for (int i = 1; i < SLOTS; i++) {
      assertThat(half.offer(new Getting(8))).isTrue();
    }
    hostile.write(SlotWord.of(SlotWord.FREE, generation, 0));
    Getting last = new Getting(8);
    assertThat(half.offer(last)).isTrue();
    assertThat(last.slot).isZero();
  }

  @Test
  @DisplayName("INV-09: a breach says what the slot holds")
  void breachText() {
    HostileTable hostile = new HostileTable();
    CalleeHalf half = hostile.callee();
    Getting getter = new Getting(8);
    assertThat(half.offer(getter)).isTrue();
    long word = SlotWord.of(SlotWord.REPLIED, 1, 4);
    hostile.write(word);
    assertThat(half.collect(getter)).isTrue();
    assertThat(hostile.breaches)
        .containsExactly(
            "an offered slot holds phase "
                + SlotWord.REPLIED
                + ", word 0x"
                + Long.toHexString(word));
  }

  // ---- memory

  @Test
  @DisplayName("the memory of a message is given back when it is copied, or else with its reply")
  void givesBack() throws Exception {
    offer(8);
    assertThat(tell(8)).isEqualTo(Kind.DELIVERED);
    assertThat(heap.messages.givenBack).containsExactly(8);
    Getting inPlace = new Getting(8);
    inPlace.isInPlace = true;
    offer(inPlace);
    FutureTask<Kind> asking = asking(4);
    Waits.until(() -> heap.table.word(inPlace.leftSlot) != 0 && !inPlace.ends.isEmpty());
    assertThat(heap.messages.givenBack).hasSize(1);
    long id = inPlace.delivery().id();
    assertThat(callee.replyInPlace(id, 0, 0, 0)).isEqualTo(ReplyOutcome.ACCEPTED);
    assertThat(heap.messages.givenBack).containsExactly(8, 4);
    assertThat(asking.get(20, TimeUnit.SECONDS)).isEqualTo(Kind.SETTLED);
    assertThat(callee.replyInPlace(id, 0, 0, 0)).isEqualTo(ReplyOutcome.NO_WAITER);
  }

  // ---- lost buffers

  @Test
  @DisplayName(
      "KSM-23: what a lost buffer could not take goes to the oldest that it just fits into")
  void passedOn() {
    Getting lost = offerLost(64);
    Getting tiny = offer(3);
    Getting exact = offer(4);
    Getting later = offer(64);
    assertThat(tell(4)).isEqualTo(Kind.DELIVERED);
    assertThat(lost.ends).containsExactly(NtStatus.ACCESS_VIOLATION);
    assertThat(exact.ends).containsExactly(NtStatus.SUCCESS);
    assertThat(List.of(tiny.ends, later.ends)).containsOnly(List.of());
  }

  @Test
  @DisplayName("KSM-23: it goes to one that waits for a slot, if it fits into none that has one")
  void passedOnBeyond() {
    Getting lost = offerLost(64);
    List<Getting> tiny = offerMany(SLOTS, 3);
    Getting exact = offer(4);
    assertThat(tell(4)).isEqualTo(Kind.DELIVERED);
    assertThat(lost.ends).containsExactly(NtStatus.ACCESS_VIOLATION);
    assertThat(exact.ends).containsExactly(NtStatus.SUCCESS);
    assertThat(tiny).allMatch(getter -> getter.ends.isEmpty());
  }

  @Test
  @DisplayName("KSM-17, KSM-23: if it fits nowhere the oldest learns the size, and it stays unread")
  void fitsNowhere() {
    offerLost(64);
    Getting oldest = offer(3);
    Getting other = offer(3);
    assertThat(tell(4)).isEqualTo(Kind.DELIVERED);
    assertThat(oldest.ends).containsExactly(NtStatus.BUFFER_TOO_SMALL);
    assertThat(other.ends).isEmpty();
    assertThat(offer(4).ends).containsExactly(NtStatus.SUCCESS);
  }

  // ---- who hears of arrivals

  @Test
  @DisplayName("embedded nobody needs to sleep on a bell, between processes somebody does")
  void leaders() {
    assertThat(callee.needsLeader()).isFalse();
    Pair pair = new Pair();
    assertThat(pair.client.callee().needsLeader()).isTrue();
    pair.close();
  }

  @Test
  @DisplayName("who comes back from work is not rung for, who goes leaves the bell to the sleeper")
  void comesAndGoes() throws InterruptedException {
    Pair pair = new Pair();
    CalleeHalf half = pair.client.callee();
    AtomicBoolean over = new AtomicBoolean();
    Waiter[] sleeper = new Waiter[1];
    Thread sleeps =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  sleeper[0] = new Waiter();
                  half.await(sleeper[0], over::get, Deadline.NEVER);
                });
    Waits.until(() -> isMarked(pair) && sleeps.getState() == Thread.State.TIMED_WAITING);
    assertThat(half.enter()).isTrue();
    half.comeBack();
    assertThat(isMarked(pair)).isFalse();
    half.goToWork();
    assertThat(isMarked(pair)).isTrue();
    half.exit();
    over.set(true);
    sleeper[0].wake();
    assertThat(sleeps.join(Duration.ofSeconds(20))).isTrue();
    pair.close();
  }

  private static boolean isMarked(Pair pair) {
    return (Shared.getInt(pair.memory.common(), ConnectionLayout.ARRIVAL_BELL) & 1) != 0;
  }
}
