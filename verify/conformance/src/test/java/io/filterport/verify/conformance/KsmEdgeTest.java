package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltSendMessage at its edges: one byte more, one state later, one message in front. */
@EachWorld
class KsmEdgeTest {
  private static final int SLOTS = 64;
  private static final int MAXIMUM = 100;
  private static final String BOUNDED = "\\Bounded";
  private static final SendResult REFUSED =
      new SendResult(Outcome.REFUSED, NtStatus.INVALID_PARAMETER, 0);
  private static final SendResult DISCONNECTED =
      new SendResult(Outcome.DISCONNECTED, NtStatus.PORT_DISCONNECTED, 0);
  private static final SendResult NOT_DELIVERED =
      new SendResult(Outcome.TIMEOUT_NOT_DELIVERED, NtStatus.TIMEOUT, 0);
  private static final SendResult NO_REPLY =
      new SendResult(Outcome.TIMEOUT_NO_REPLY, NtStatus.TIMEOUT, 0);
  private static final SendResult INTERRUPTED =
      new SendResult(Outcome.INTERRUPTED, NtStatus.THREAD_IS_TERMINATING, 0);

  private final World world;
  private final Link link;

  KsmEdgeTest(WorldKind kind) {
    world = World.withPort(kind, 2);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Link bounded() {
    world.filter.createCommunicationPort(
        PortAttributes.named(BOUNDED).withMaxMessageBytes(MAXIMUM), world.callbacks(), 1);
    return world.link(BOUNDED);
  }

  private SendResult poll(String text) {
    return link.tell(text, Timeout.poll());
  }

  private static MemorySegment untouched(int bytes) {
    return Buffers.allocate(bytes).fill((byte) 0xCC);
  }

  // ---- entry

  @Test
  @DisplayName("KSM-05: what is wrong with the call is told before the connection is looked at")
  void argumentsFirst() {
    Link over = bounded();
    over.client().close();
    MemorySegment readOnly = Buffers.allocate(4).asReadOnly();
    assertThat(over.client().send(null, null, Link.LONG)).isEqualTo(REFUSED);
    assertThat(over.client().send(Buffers.utf8("x"), readOnly, Link.LONG)).isEqualTo(REFUSED);
    assertThat(over.tell(new byte[MAXIMUM + 1], Link.LONG)).isEqualTo(REFUSED);
    assertThat(over.tell(new byte[MAXIMUM], Link.LONG)).isEqualTo(DISCONNECTED);
  }

  @Test
  @DisplayName("KSM-04: the client's end leaves the port to be closed, before and after one answer")
  void stillToBeClosed() {
    link.hangUp();
    for (int i = 0; i < 2; i++) {
      assertThat(link.tell("x", Timeout.infinite())).isEqualTo(DISCONNECTED);
      assertThat(poll("x")).isEqualTo(DISCONNECTED);
      assertThat(link.client().isConnected()).isFalse();
      link.client().close();
    }
    assertThat(world.count("disconnect")).isEqualTo(1);
    assertThat(world.seatsTaken()).isZero();
  }

  @Test
  @DisplayName("KSM-06: a message of no bytes can want a reply, and a reply may have none")
  void emptyBothWays() {
    Get get = link.get(16);
    Background<SendResult> sender = link.asking("", Buffers.allocate(0), Link.LONG);
    assertThat(get.payload()).isEmpty();
    assertThat(get.header().replyLength()).isEqualTo(16);
    get.reply("");
    assertThat(sender.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 0));
  }

  @Test
  @DisplayName("KSM-07, RPL-01: a reply buffer may be longer than the maximum, a reply may not")
  void replyBufferOverTheMaximum() {
    Link bounded = bounded();
    MemorySegment reply = untouched(3 * MAXIMUM);
    Get get = bounded.get();
    Background<SendResult> sender = bounded.asking("x", reply, Link.LONG);
    long id = get.header().messageId();
    assertThat(get.header().replyLength()).isEqualTo(16 + 3 * MAXIMUM);
    assertThat(Failures.status(() -> bounded.reply(id, NtStatus.SUCCESS, new byte[MAXIMUM + 1])))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(sender.isDone()).isFalse();
    bounded.reply(id, NtStatus.SUCCESS, new byte[MAXIMUM]);
    assertThat(sender.result())
        .isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, MAXIMUM));
    assertThat(Buffers.bytes(reply.asSlice(0, MAXIMUM))).containsOnly(0);
    assertThat(Buffers.bytes(reply.asSlice(MAXIMUM))).containsOnly(0xCC);
  }

  @Test
  @DisplayName(
      "KSM-10, KSM-32: of shared memory a short reply changes its own bytes, a long one all")
  void sameMemory() {
    for (String text : new String[] {"ok", "rather long"}) {
      MemorySegment both = Buffers.utf8("question");
      Get get = link.get();
      Background<SendResult> sender =
          Background.of(() -> link.client().send(both, both, Link.LONG));
      assertThat(get.text()).isEqualTo("question");
      if (text.length() > 8) {
        assertThat(Failures.status(() -> get.reply(text))).isEqualTo(NtStatus.BUFFER_OVERFLOW);
        assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLY_TRUNCATED);
        assertThat(Link.text(both)).isEqualTo("rather l");
      } else {
        get.reply(text);
        assertThat(sender.result().replyLength()).isEqualTo(2);
        assertThat(Link.text(both)).isEqualTo("okestion");
      }
    }
  }

  // ---- getters

  @Test
  @DisplayName("KSM-16, KSM-19: one byte decides which of three getters is the oldest that fits")
  void oneByteDecides() {
    Get four = link.get(16 + 4);
    Get five = link.get(16 + 5);
    Get large = link.get(256);
    poll("12345");
    assertThat(five.text()).isEqualTo("12345");
    assertThat(four.isDone() || large.isDone()).isFalse();
    poll("1234");
    assertThat(four.text()).isEqualTo("1234");
    assertThat(large.isDone()).isFalse();
    poll("1234");
    assertThat(large.text()).isEqualTo("1234");
  }

  @Test
  @DisplayName(
      "KSM-18, KSM-20: an arriving getter is tried for the first in line and for nobody else")
  void headOfTheLine() {
    Background<SendResult> first = link.telling("a long message", Link.LONG).untilBlocked();
    Background<SendResult> second = link.telling("short", Link.LONG).untilBlocked();
    Get fitsSecond = link.get(16 + 5);
    assertThat(fitsSecond.await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(Failures.failure(fitsSecond.overlapped::result).bytes()).isEqualTo(16 + 14);
    first.untilBlocked();
    second.untilBlocked();
    assertThat(link.get(16 + 14).text()).isEqualTo("a long message");
    assertThat(first.result().outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(second.isDone()).isFalse();
    assertThat(link.get(16 + 5).text()).isEqualTo("short");
    assertThat(second.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("KSM-35: a reply that was cut, and a sender that left, give their slots back")
  void slotsComeBack() {
    for (int i = 0; i <= SLOTS; i++) {
      Get get = link.get();
      Background<SendResult> sender = link.asking("x", Buffers.allocate(1), Link.LONG);
      assertThat(Failures.status(() -> get.reply("too long"))).isEqualTo(NtStatus.BUFFER_OVERFLOW);
      assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLY_TRUNCATED);
    }
    for (int i = 0; i <= SLOTS; i++) {
      Get get = link.get();
      Background<SendResult> sender = link.asking("x", Buffers.allocate(1), Timeout.infinite());
      get.await();
      sender.thread.interrupt();
      assertThat(sender.result()).isEqualTo(INTERRUPTED);
    }
    Get get = link.get();
    assertThat(poll("x").outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("x");
  }

  // ---- the end

  @Test
  @DisplayName("KSM-01, KSM-46: whatever ends a send but a reply, the reply buffer is as it was")
  void bufferUntouched() {
    MemorySegment reply = untouched(8);
    MemorySegment question = Buffers.utf8("x");
    assertThat(link.client().send(question, reply, Timeout.poll())).isEqualTo(NOT_DELIVERED);
    link.get();
    assertThat(link.client().send(question, reply, Timeout.poll())).isEqualTo(NO_REPLY);
    assertThat(link.client().send(null, reply, Link.LONG)).isEqualTo(REFUSED);
    assertThat(interrupted(() -> link.client().send(question, reply, Link.LONG)))
        .isEqualTo(INTERRUPTED);
    Get delivered = link.get();
    Background<SendResult> waiter = link.asking("x", reply, Timeout.infinite());
    delivered.await();
    Background<SendResult> sender = link.asking("x", reply, Timeout.infinite()).untilBlocked();
    link.client().close();
    assertThat(waiter.result()).isEqualTo(DISCONNECTED);
    assertThat(sender.result()).isEqualTo(DISCONNECTED);
    assertThat(Failures.status(() -> delivered.reply("late")))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    assertThat(Buffers.bytes(reply)).containsOnly(0xCC);
  }

  @Test
  @DisplayName("KSM-29: a settled reply outlives the filter's own close, and its unregistering")
  void settledReplyWins() {
    for (int i = 0; i < 50; i++) {
      Link each = i == 0 ? link : world.link();
      settleAnd(each, each.client()::close);
      each.port().close();
    }
    settleAnd(world.link(), world.filter::unregister);
  }

  private static void settleAnd(Link link, Runnable end) {
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    get.reply("deny");
    end.run();
    assertThat(sender.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 4));
  }

  @Test
  @DisplayName("KSM-39, KSM-52: a poll waits for nothing, so an interrupt has nothing to end")
  void interruptedPoll() {
    assertThat(interrupted(() -> poll("x"))).isEqualTo(NOT_DELIVERED);
    Get told = link.get();
    assertThat(interrupted(() -> poll("told")).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(told.text()).isEqualTo("told");
    Get asked = link.get();
    assertThat(
            interrupted(
                () -> link.client().send(Buffers.utf8("?"), Buffers.allocate(4), Timeout.poll())))
        .isEqualTo(NO_REPLY);
    assertThat(asked.text()).isEqualTo("?");
  }

  /** A send of a thread whose interrupt flag is set, and is set afterwards. */
  private static SendResult interrupted(Supplier<SendResult> send) {
    return Background.of(
            () -> {
              Thread.currentThread().interrupt();
              SendResult result = send.get();
              assertThat(Thread.currentThread().isInterrupted()).isTrue();
              return result;
            })
        .result();
  }
}
