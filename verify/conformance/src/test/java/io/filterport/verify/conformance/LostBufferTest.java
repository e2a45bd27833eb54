package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Gets whose buffers are freed while they are outstanding. What happens at the service's side
 * happens in its own process, for only there its memory can be freed.
 */
@EachWorld
class LostBufferTest {
  private final World world;
  private final Link link;

  LostBufferTest(WorldKind kind) {
    world = World.withPort(kind, 1);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  // ---- at the service's side: what it has outstanding, and what it finds later

  private static final List<Overlapped> MANY = new ArrayList<>();
  private static Overlapped left;
  private static Kept small;
  private static Kept large;

  private static Overlapped lostGet(FilterPort port) {
    Overlapped overlapped = Overlapped.create();
    try (Arena arena = Arena.ofShared()) {
      port.getMessage(arena.allocate(64), overlapped);
    }
    return overlapped;
  }

  /** A get that keeps its buffer. */
  private record Kept(Overlapped overlapped, MemorySegment buffer) {
    static Kept get(FilterPort port, int size) {
      Kept get = new Kept(Overlapped.create(), Buffers.allocate(size));
      port.getMessage(get.buffer, get.overlapped);
      return get;
    }

    String text() {
      assertThat(overlapped.await(Link.LONG)).isTrue();
      int bytes = overlapped.result();
      return Link.text(buffer.asSlice(MessageHeader.SIZE, bytes - MessageHeader.SIZE));
    }

    void reply(FilterPort port) {
      MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE);
      new ReplyHeader(NtStatus.SUCCESS, MessageHeader.read(buffer).messageId()).write(reply);
      port.reply(reply);
    }
  }

  private static void assertLost(Overlapped lost) {
    assertThat(lost.await(Link.LONG)).isTrue();
    assertThat(lost.status()).isEqualTo(NtStatus.ACCESS_VIOLATION);
    assertThat(Failures.failure(lost::result).hresult().value()).isEqualTo(0x800703E6);
  }

  // ---- the tests

  @Test
  @DisplayName("KSM-23: the get fails, and the next one has the message and answers it")
  void passedOn() {
    world.atService(link.port(), LostBufferTest::smallAndLarge);
    Background<SendResult> sender = link.asking("for the next", Buffers.allocate(0), Link.LONG);
    world.atService(link.port(), LostBufferTest::answerNext);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  private static long answerNext(FilterPort port) {
    assertThat(large.text()).isEqualTo("for the next");
    assertLost(left);
    large.reply(port);
    return 0;
  }

  @Test
  @DisplayName("KSM-23: with nobody else there the message is the next getter's, before later ones")
  void waitsForTheNext() {
    world.atService(link.port(), LostBufferTest::leaveOne);
    assertThat(link.tell("first", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    world.atService(link.port(), LostBufferTest::lookAtIt);
    Background<SendResult> later = link.telling("second", Link.LONG).untilBlocked();
    assertThat(link.get().text()).isEqualTo("first");
    assertThat(later.isDone()).isFalse();
    assertThat(link.get().text()).isEqualTo("second");
    assertThat(later.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  private static long leaveOne(FilterPort port) {
    left = lostGet(port);
    return 0;
  }

  private static long lookAtIt(FilterPort port) {
    assertLost(left);
    return 0;
  }

  @Test
  @DisplayName(
      "KSM-17, KSM-23: a next getter that is too small learns the size, one that fits has it")
  void nextIsTooSmall() {
    world.atService(link.port(), LostBufferTest::leaveOne);
    assertThat(link.tell("12345678", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    world.atService(link.port(), LostBufferTest::lookAtIt);
    Link.Get small = link.get(23);
    assertThat(small.await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(Failures.failure(small.overlapped::result).bytes()).isEqualTo(24);
    assertThat(link.get(24).text()).isEqualTo("12345678");
  }

  @Test
  @DisplayName("KSM-19, KSM-23: a smaller getter that is outstanding is passed over, and stays")
  void fittingOneIsChosen() {
    assertThat(world.atService(link.port(), LostBufferTest::smallAndLarge)).isZero();
    assertThat(link.tell("12345678", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    world.atService(link.port(), LostBufferTest::largeHasIt);
    assertThat(link.tell("tiny", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    world.atService(link.port(), LostBufferTest::smallHasNext);
  }

  private static long smallAndLarge(FilterPort port) {
    left = lostGet(port);
    small = Kept.get(port, 20);
    large = Kept.get(port, 64);
    return 0;
  }

  private static long largeHasIt(FilterPort port) {
    assertLost(left);
    assertThat(large.text()).isEqualTo("12345678");
    assertThat(small.overlapped().isComplete()).isFalse();
    return 0;
  }

  private static long smallHasNext(FilterPort port) {
    assertThat(small.text()).isEqualTo("tiny");
    return 0;
  }

  @Test
  @DisplayName("KSM-23, KSM-43: once its sender has left nobody gets the message")
  void senderLeft() {
    leaveUnread();
    Link.Get get = link.get();
    assertThat(get.isDone()).isFalse();
    assertThat(link.tell("next", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("next");
  }

  /** A message that nobody could take, and whose sender does not wait for it any more. */
  private void leaveUnread() {
    world.atService(link.port(), LostBufferTest::leaveOne);
    SendResult result =
        link.client().send(Buffers.utf8("given up"), Buffers.allocate(4), Timeout.poll());
    assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT_NO_REPLY);
    world.atService(link.port(), LostBufferTest::lookAtIt);
  }

  @Test
  @DisplayName("KSM-23, KSM-35: messages whose senders have left do not use up the slots")
  void slotsComeBack() {
    for (int i = 0; i < 100; i++) {
      leaveUnread();
    }
    Link.Get get = link.get();
    assertThat(link.tell("next", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("next");
  }

  @Test
  @DisplayName("KSM-23: past two thousand lost buffers the message reaches the one that is left")
  void pastManyLostOnes() {
    world.atService(link.port(), LostBufferTest::loseMany);
    assertThat(link.tell("through", Link.LONG).outcome()).isEqualTo(Outcome.DELIVERED);
    world.atService(link.port(), LostBufferTest::lastHasIt);
  }

  private static long loseMany(FilterPort port) {
    MANY.clear();
    for (int i = 0; i < 2000; i++) {
      MANY.add(lostGet(port));
    }
    large = Kept.get(port, 64);
    return 0;
  }

  private static long lastHasIt(FilterPort port) {
    assertThat(large.text()).isEqualTo("through");
    MANY.forEach(LostBufferTest::assertLost);
    return 0;
  }

  @Test
  @DisplayName("KSM-23: what was on its way when the connection ends, ends with it")
  void endsWithTheConnection() {
    world.atService(link.port(), LostBufferTest::leaveOne);
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Timeout.infinite());
    sender.untilBlocked();
    world.atService(link.port(), LostBufferTest::lookAtIt);
    link.port().close();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
  }

  // ---- buffers that are unusable before

  @Test
  @DisplayName("GET-01: a get into memory that is freed is refused, and takes no message")
  void freedBefore() {
    Background<SendResult> sender = link.telling("for the next", Link.LONG).untilBlocked();
    world.atService(link.port(), LostBufferTest::getIntoFreed);
    assertThat(link.get().text()).isEqualTo("for the next");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  private static long getIntoFreed(FilterPort port) {
    for (Arena arena : List.of(Arena.ofConfined(), Arena.ofShared())) {
      MemorySegment freed = arena.allocate(64);
      arena.close();
      assertRefused(() -> port.getMessage(freed));
      assertRefused(() -> port.getMessage(freed, Overlapped.create()));
    }
    return 0;
  }

  @Test
  @DisplayName("GET-01: a get into another thread's memory is refused, and takes no message")
  void ofAnotherThread() {
    Background<SendResult> sender = link.telling("for the next", Link.LONG).untilBlocked();
    world.atService(link.port(), LostBufferTest::getIntoForeign);
    assertThat(link.get().text()).isEqualTo("for the next");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  private static long getIntoForeign(FilterPort port) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mine = arena.allocate(64);
      Background.run(() -> assertRefused(() -> port.getMessage(mine))).result();
    }
    return 0;
  }

  private static void assertRefused(ThrowingCallable get) {
    assertThat(Failures.status(get)).isEqualTo(NtStatus.ACCESS_VIOLATION);
  }
}
