package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.WaitPolicy;
import io.filterport.engine.slots.CalleeHalf.ReplyOutcome;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * INV-09: the memory of a connection may go while its getters' half is used, and stays till then.
 */
class CalleeMemoryTest {
  private static final int SLOTS = 64;

  private final HostileTable hostile = new HostileTable();
  private final Rundown memory = new Rundown();
  private final AtomicBoolean gone = new AtomicBoolean();
  private final CalleeHalf callee =
      new CalleeHalf(
          hostile.table,
          hostile.breaches::add,
          memory,
          WaitPolicy.NEVER_SPIN,
          CalleeHalf.Role.FILTER,
          "");

  private RecordingGetter offer() {
    RecordingGetter getter = new RecordingGetter(CalleeHalf.HEADER + 8);
    assertThat(callee.offer(getter)).isTrue();
    return getter;
  }

  private void deliver(RecordingGetter getter) {
    hostile.table.writeMessage(getter.slot, 77, 8, 0);
    long offered = hostile.table.word(getter.slot);
    int generation = SlotWord.generation(offered);
    hostile.table.setWord(getter.slot, SlotWord.delivered(generation, 4, true));
    hostile.table.arrived.add(getter.slot);
  }

  private RecordingGetter collected() {
    RecordingGetter getter = offer();
    deliver(getter);
    assertThat(callee.service()).isTrue();
    assertThat(getter.ends).containsExactly(NtStatus.SUCCESS);
    return getter;
  }

  private static Arguments use(String name, Consumer<CalleeMemoryTest> use) {
    return Arguments.of(name, use);
  }

  static Stream<Arguments> uses() {
    return Stream.of(
        use("offer", test -> test.offer()),
        use("ensureSlot", test -> test.callee.ensureSlot(test.offer())),
        use("cancel", test -> test.callee.cancel(test.offer())),
        use("cancel of what is over", test -> test.callee.cancel(test.collected())),
        use("cancelAll", CalleeMemoryTest::cancelAll),
        use("collect of nothing", test -> test.callee.collect(test.offer())),
        use("collect", CalleeMemoryTest::collect),
        use("reply", CalleeMemoryTest::reply),
        use("replyInPlace", CalleeMemoryTest::replyInPlace),
        use("enter", CalleeMemoryTest::enter),
        use("service of nothing", test -> test.callee.service()),
        use("service", CalleeMemoryTest::collected),
        use("close", test -> test.callee.close()));
  }

  private void collect() {
    RecordingGetter getter = offer();
    assertThat(callee.collect(getter)).as("nothing arrived").isFalse();
    deliver(getter);
    assertThat(callee.collect(getter)).isTrue();
    assertThat(callee.collect(getter)).as("it has been collected").isFalse();
  }

  private void reply() {
    long id = collected().delivery.id();
    assertThat(callee.reply(id, 0, 0, Buffers.allocate(4), 0, 4)).isEqualTo(ReplyOutcome.ACCEPTED);
  }

  private void replyInPlace() {
    RecordingGetter getter = collected();
    assertThat(callee.replyRecord(getter.delivery.slot(), 4)).isNotNull();
    assertThat(callee.replyInPlace(getter.delivery.id(), 0, 0, 4)).isEqualTo(ReplyOutcome.ACCEPTED);
  }

  private void cancelAll() {
    RecordingGetter getter = offer();
    assertThat(callee.cancelAll()).isTrue();
    assertThat(getter.ends).containsExactly(NtStatus.CANCELLED);
  }

  private void enter() {
    assertThat(callee.enter()).isTrue();
    callee.exit();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("uses")
  @DisplayName("who used it has left it afterwards")
  void leaves(String name, Consumer<CalleeMemoryTest> use) {
    use.accept(this);
    memory.close(() -> gone.set(true));
    assertThat(gone).isTrue();
  }

  @Test
  @DisplayName("a thread inside keeps it")
  void keeps() {
    assertThat(callee.enter()).isTrue();
    memory.close(() -> gone.set(true));
    assertThat(gone).isFalse();
    callee.exit();
    assertThat(gone).isTrue();
  }

  @Test
  @DisplayName("afterwards nothing is offered, cancelled, collected or answered")
  void afterwards() {
    RecordingGetter open = offer();
    RecordingGetter asked = collected();
    deliver(open);
    memory.close(() -> gone.set(true));
    long id = asked.delivery.id();
    assertThat(callee.offer(new RecordingGetter(8))).isFalse();
    assertThat(callee.ensureSlot(open)).as("its end is told elsewhere").isTrue();
    assertThat(callee.cancel(open)).isFalse();
    assertThat(callee.collect(open)).isFalse();
    assertThat(callee.service()).isFalse();
    assertThat(callee.enter()).isFalse();
    assertThat(callee.reply(id, 0, 0, Buffers.allocate(4), 0, 4)).isEqualTo(ReplyOutcome.NO_WAITER);
    assertThat(callee.replyInPlace(id, 0, 0, 4)).isEqualTo(ReplyOutcome.NO_WAITER);
    callee.close();
    assertThat(open.ends).isEmpty();
  }

  // ---- arrivals

  /** A getter that cannot go where its message is told. */
  private static final class Failing extends Getter {
    Failing() {
      super(CalleeHalf.HEADER + 8);
    }

    @Override
    protected void arrived(CalleeHalf half) {
      throw new OutOfMemoryError("of the test");
    }

    @Override
    protected boolean take(Delivery message, MemorySegment record) {
      return true;
    }

    @Override
    protected void complete(NtStatus status, int bytes) {}
  }

  @Test
  @DisplayName("INV-09: an error in one arrival leaves the others to who looks next")
  void errorInArrival() {
    Getter failing = new Failing();
    assertThat(callee.offer(failing)).isTrue();
    List<RecordingGetter> others = List.of(offer(), offer());
    hostile.table.arrived.add(failing.slot);
    others.forEach(this::deliver);
    assertThat(callee.hasNews()).isTrue();
    int errors = 0;
    for (int i = 0; i < SLOTS && callee.hasNews(); i++) {
      errors += fails() ? 1 : 0;
    }
    assertThat(errors).isEqualTo(1);
    assertThat(others).allSatisfy(getter -> assertThat(getter.ends).hasSize(1));
    assertThat(callee.service()).as("nothing is left").isFalse();
  }

  private boolean fails() {
    try {
      callee.service();
      return false;
    } catch (OutOfMemoryError e) {
      return true;
    }
  }

  // ---- what it tells

  @Test
  @DisplayName("slots in use are those of messages, neither offered nor free ones")
  void used() {
    RecordingGetter first = offer();
    RecordingGetter second = offer();
    assertThat(callee.counters().slotsUsed()).isZero();
    deliver(first);
    callee.service();
    assertThat(callee.counters().slotsUsed()).isEqualTo(1);
    deliver(second);
    callee.service();
    assertThat(callee.counters().slotsUsed()).isEqualTo(2);
    assertThat(callee.counters().slots()).isEqualTo(SLOTS);
    assertThat(callee.counters().collected()).isEqualTo(2);
    long id = first.delivery.id();
    assertThat(callee.reply(id, 0, 0, Buffers.allocate(4), 0, 4)).isEqualTo(ReplyOutcome.ACCEPTED);
    assertThat(callee.reply(id, 0, 0, Buffers.allocate(4), 0, 4)).isEqualTo(ReplyOutcome.NO_WAITER);
    assertThat(callee.counters().answered()).isEqualTo(1);
    assertThat(callee.counters().late()).isEqualTo(1);
  }

  @Test
  @DisplayName("RPL-04: a reply that its caller did not wait for counts as late, not as answered")
  void late() {
    RecordingGetter asked = collected();
    long word = hostile.table.word(asked.delivery.slot());
    hostile.table.setWord(asked.delivery.slot(), SlotWord.expired(word));
    assertThat(callee.reply(asked.delivery.id(), 0, 0, Buffers.allocate(4), 0, 4))
        .isEqualTo(ReplyOutcome.NO_WAITER);
    assertThat(callee.counters().answered()).isZero();
    assertThat(callee.counters().late()).isEqualTo(1);
    assertThat(callee.counters().slotsUsed()).isZero();
  }

  @Test
  @DisplayName("a reply for which there is no memory leaves its message to be answered")
  void noMemory() {
    HeapTable heap = new HeapTable(SLOTS, 64);
    RecordingGetter getter = new RecordingGetter(CalleeHalf.HEADER + 8);
    assertThat(heap.callee.offer(getter)).isTrue();
    heap.table.writeMessage(getter.slot, 77, 8, 0);
    int generation = SlotWord.generation(heap.table.word(getter.slot));
    heap.messages.reserve(getter.slot, 4);
    heap.table.setWord(getter.slot, SlotWord.delivered(generation, 4, true));
    heap.table.arrived.add(getter.slot);
    assertThat(heap.callee.service()).isTrue();
    heap.replies.isEmpty = true;
    assertThat(heap.callee.reply(77, 0, 0, Buffers.allocate(4), 0, 4))
        .isEqualTo(ReplyOutcome.NO_MEMORY);
    assertThat(heap.callee.counters().answered()).isZero();
    heap.replies.isEmpty = false;
    assertThat(heap.callee.reply(77, 0, 0, Buffers.allocate(4), 0, 4))
        .isEqualTo(ReplyOutcome.ACCEPTED);
    assertThat(heap.callee.counters().answered()).isEqualTo(1);
  }
}
