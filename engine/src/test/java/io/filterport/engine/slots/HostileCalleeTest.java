package io.filterport.engine.slots;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.Timeout;
import io.filterport.engine.slots.CallOutcome.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** INV-09: the host calls a client that writes any word at any moment. */
class HostileCalleeTest {
  private static final int GENERATION = 5;
  private static final int MESSAGE = 8;
  private static final long OFFER = SlotWord.of(SlotWord.OFFERED, GENERATION, 100);
  private static final long LARGEST_OFFER = CalleeHalf.HEADER + HostileTable.CAPACITY;

  private static CallOutcome tell(CallerHalf caller) {
    return caller.call(
        Buffers.allocate(MESSAGE), false, null, null, Timeout.poll(), EngineClock.SYSTEM, true);
  }

  private static CallOutcome ask(CallerHalf caller, MemorySegment reply, Deadline deadline) {
    return caller.call(
        Buffers.allocate(MESSAGE),
        true,
        reply,
        null,
        LookingClock.SPAN,
        new LookingClock(deadline),
        true);
  }

  @Test
  @DisplayName(
      "INV-09: any word in a slot that is not ours is an offer that fits, or is left alone")
  void notMine() {
    for (long word : Words.around(GENERATION)) {
      HostileTable hostile = new HostileTable();
      hostile.offer(word);
      CallOutcome outcome = tell(hostile.caller());
      boolean offer = SlotWord.phase(word) == SlotWord.OFFERED;
      long capacity = Integer.toUnsignedLong(SlotWord.arg(word));
      boolean tooLarge = offer && capacity > LARGEST_OFFER;
      boolean fits = offer && !tooLarge && capacity >= CalleeHalf.HEADER + MESSAGE;
      assertThat(outcome.kind())
          .as(name(word))
          .isEqualTo(fits ? Kind.DELIVERED : Kind.NOT_DELIVERED);
      assertThat(hostile.isBreached()).as(name(word)).isEqualTo(tooLarge);
      if (!offer || tooLarge) {
        assertThat(hostile.table.word(0)).isEqualTo(word);
      }
    }
  }

  @Test
  @DisplayName("INV-09: a claimed slot is ours, or closed, or the connection ends")
  void claimed() {
    long own = SlotWord.of(SlotWord.CLAIMED, GENERATION, 0);
    long closed = SlotWord.of(SlotWord.CLOSED, GENERATION, 0);
    for (long word : Words.around(GENERATION)) {
      HostileTable hostile = new HostileTable();
      hostile.offer(OFFER);
      hostile.messages.whenTouched = () -> hostile.write(word);
      CallOutcome outcome = tell(hostile.caller());
      assertThat(outcome.kind())
          .as(name(word))
          .isEqualTo(word == own ? Kind.DELIVERED : Kind.DISCONNECTED);
      assertThat(hostile.isBreached()).as(name(word)).isEqualTo(word != own && word != closed);
    }
  }

  @Test
  @DisplayName(
      "INV-09: a delivered slot is ours, or replied, or the connection ends: before parking")
  void waiting() {
    awaitWith(1);
  }

  @Test
  @DisplayName("INV-09: a delivered slot is ours, or replied, or the connection ends: parked")
  void parked() {
    awaitWith(2);
  }

  /** The sender looks at its deadline first before it parks, then before it sleeps. */
  private static void awaitWith(int look) {
    long delivered = SlotWord.delivered(GENERATION, MESSAGE, true);
    long own = look == 1 ? delivered : delivered | SlotWord.PARKED;
    for (long word : Words.around(GENERATION)) {
      HostileTable hostile = new HostileTable();
      hostile.offer(OFFER);
      MemorySegment reply = Buffers.allocate(16);
      reply.fill((byte) 0xCC);
      CallOutcome outcome =
          ask(hostile.caller(), reply.asSlice(0, 8), writesAt(hostile, word, look));
      assertThat(outcome.kind()).as(name(word)).isEqualTo(expected(word, own));
      assertThat(hostile.isBreached())
          .as(name(word))
          .isEqualTo(outcome.kind() == Kind.DISCONNECTED);
      assertThat(outcome.length()).as(name(word)).isBetween(0, HostileTable.CAPACITY);
      assertThat(Buffers.bytes(reply.asSlice(8))).containsOnly(0xCC);
    }
  }

  private static Kind expected(long word, long own) {
    if (word == own) {
      return Kind.NO_REPLY;
    }
    boolean replied =
        SlotWord.phase(word) == SlotWord.REPLIED && SlotWord.generation(word) == GENERATION;
    return replied ? Kind.SETTLED : Kind.DISCONNECTED;
  }

  private static Deadline writesAt(HostileTable hostile, long word, int look) {
    int[] looks = new int[1];
    return () -> {
      if (++looks[0] == look) {
        hostile.write(word);
      }
      return looks[0] == 1 ? 1_000_000_000 : 0;
    };
  }

  @Test
  @DisplayName("INV-09: a slot offered again while its sender waits is not given to another")
  void offeredWhileBusy() {
    HostileTable hostile = new HostileTable();
    CallerHalf caller = hostile.caller();
    hostile.offer(OFFER);
    Kind[] second = new Kind[1];
    int[] looks = new int[1];
    Deadline deadline =
        () -> {
          if (++looks[0] == 2) {
            hostile.offer(SlotWord.of(SlotWord.OFFERED, GENERATION + 1, 100));
            second[0] = tell(caller).kind();
          }
          return looks[0] == 1 ? 1_000_000_000 : 0;
        };
    assertThat(ask(caller, Buffers.allocate(8), deadline).kind()).isEqualTo(Kind.DISCONNECTED);
    assertThat(second[0]).isEqualTo(Kind.NOT_DELIVERED);
    assertThat(hostile.isBreached()).isTrue();
  }

  @Test
  @DisplayName("INV-09: a slot offered again while its message is written is not given to another")
  void offeredWhileWritten() {
    HostileTable hostile = new HostileTable();
    CallerHalf caller = hostile.caller();
    hostile.offer(OFFER);
    Kind[] second = new Kind[1];
    hostile.messages.whenTouched =
        () -> {
          hostile.messages.whenTouched = () -> {};
          hostile.offer(SlotWord.of(SlotWord.OFFERED, GENERATION + 1, 100));
          second[0] = tell(caller).kind();
        };
    assertThat(tell(caller).kind()).isEqualTo(Kind.DISCONNECTED);
    assertThat(second[0]).isEqualTo(Kind.NOT_DELIVERED);
    assertThat(hostile.breaches).first().asString().startsWith("a slot in use holds phase");
  }

  @Test
  @DisplayName("INV-09: a sender in line looked for ever at bits of offers that were not there")
  void bitsWithoutOffers() {
    HostileTable hostile = new HostileTable();
    assertThat(ask(hostile.caller(), Buffers.allocate(8), announces(hostile, 100_000)).kind())
        .isEqualTo(Kind.NOT_DELIVERED);
    assertThat(hostile.breaches).containsExactly("rang 10000 times for nothing");
  }

  /** Adds the bit of a slot that is not offered at each look at the deadline, until it is over. */
  private static Deadline announces(HostileTable hostile, int looks) {
    int[] left = {looks};
    return () -> {
      hostile.table.offered.add(1);
      return hostile.isBreached() || --left[0] <= 0 ? 0 : 1_000_000_000;
    };
  }

  @Test
  @DisplayName("INV-09: offers that were withdrawn, with a message in between, are no breach")
  void bitsOfWithdrawnOffers() {
    HostileTable hostile = new HostileTable();
    CallerHalf caller = hostile.caller();
    for (int i = 1; i < 4; i++) {
      CallOutcome unheard =
          ask(caller, Buffers.allocate(8), announces(hostile, Watch.MAX_EMPTY_WAKES - 10));
      assertThat(unheard.kind()).isEqualTo(Kind.NOT_DELIVERED);
      hostile.offer(SlotWord.of(SlotWord.OFFERED, GENERATION + i, 100));
      assertThat(tell(caller).kind()).isEqualTo(Kind.DELIVERED);
    }
    assertThat(hostile.breaches).isEmpty();
  }

  @Test
  @DisplayName("a message whose memory is freed while it is sent costs the connection")
  void memoryGoes() {
    HostileTable hostile = new HostileTable();
    CallerHalf caller = hostile.caller();
    hostile.offer(OFFER);
    Arena arena = Arena.ofConfined();
    MemorySegment message = arena.allocate(MESSAGE);
    hostile.messages.whenTouched = arena::close;
    assertThatThrownBy(
            () -> caller.call(message, false, null, null, Timeout.poll(), EngineClock.SYSTEM, true))
        .isInstanceOf(IllegalStateException.class);
    assertThat(hostile.breaches).singleElement().asString().contains("Already closed");
  }

  @Test
  @DisplayName("a message in a file that was cut short left its slot claimed for ever")
  void fileIsCutShort(@TempDir Path directory) throws IOException {
    HostileTable hostile = new HostileTable();
    CallerHalf caller = hostile.caller();
    hostile.offer(SlotWord.of(SlotWord.OFFERED, GENERATION, HostileTable.CAPACITY));
    Path path = Files.write(directory.resolve("message"), new byte[1000]);
    try (Arena arena = Arena.ofConfined();
        FileChannel file = FileChannel.open(path, READ, WRITE)) {
      MemorySegment message = file.map(FileChannel.MapMode.READ_ONLY, 0, 1000, arena);
      file.truncate(0);
      assertThatThrownBy(
              () ->
                  caller.call(message, false, null, null, Timeout.poll(), EngineClock.SYSTEM, true))
          .isInstanceOf(InternalError.class);
    }
    assertThat(hostile.breaches).singleElement().asString().contains("InternalError");
  }

  @Test
  @DisplayName("what travels beside a message threw, and its slot stayed claimed for ever")
  void cargoThrows() {
    HostileTable hostile = new HostileTable();
    CallerHalf caller = hostile.caller();
    hostile.offer(OFFER);
    CallerHalf.Cargo cargo =
        (slot, generation) -> {
          throw new AssertionError("on purpose");
        };
    MemorySegment message = Buffers.allocate(MESSAGE);
    assertThatThrownBy(
            () ->
                caller.call(message, false, null, cargo, Timeout.poll(), EngineClock.SYSTEM, true))
        .hasMessage("on purpose");
    assertThat(hostile.breaches).singleElement().asString().contains("on purpose");
  }

  @Test
  @DisplayName("KSM-33: a reply as long as the peer says was read past the end of its record")
  void replyLongerThanRecord() {
    HostileTable hostile = new HostileTable();
    hostile.offer(OFFER);
    MemorySegment reply = Buffers.allocate(1 << 20);
    long word = SlotWord.of(SlotWord.REPLIED, GENERATION, 1 << 20);
    CallOutcome outcome = ask(hostile.caller(), reply, writesAt(hostile, word, 2));
    assertThat(outcome.length()).isEqualTo(HostileTable.CAPACITY);
  }

  private static String name(long word) {
    return "word 0x" + Long.toHexString(word);
  }
}
