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
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltSendMessage with a reply buffer: which reply reaches whom, and how much of it. */
@EachWorld
class KsmReplyTest {
  private static final int SLOTS = 64;

  private final World world;
  private final Link link;

  KsmReplyTest(WorldKind kind) {
    world = World.withPort(kind, 4);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private SendResult exchange(MemorySegment reply, NtStatus status, String text) {
    Get get = link.get();
    Background<SendResult> sender = link.asking("question", reply, Link.LONG);
    link.reply(get.header().messageId(), status, Link.bytes(text));
    return sender.result();
  }

  @Test
  @DisplayName("KSM-26: a message without reply shows id 0, and nobody waits for a reply to it")
  void oneWayHasNoId() {
    for (int i = 0; i < 2; i++) {
      Get get = link.get();
      link.tell("x", Timeout.poll());
      assertThat(get.header()).isEqualTo(new MessageHeader(0, 0));
      assertThat(get.header().replyExpected()).isFalse();
    }
    assertThat(Failures.failure(() -> link.reply(0, NtStatus.SUCCESS)).hresult().value())
        .isEqualTo(0x801F0020);
  }

  @Test
  @DisplayName("KSM-27: ids are 1, 2, 3… for each connection; an undelivered message uses none")
  void ids() {
    Link other = world.link();
    MemorySegment reply = Buffers.allocate(4);
    for (long i = 1; i <= 200; i++) {
      link.client().send(Buffers.utf8("undelivered"), reply, Timeout.poll());
      Get get = link.get();
      link.client().send(Buffers.utf8("delivered"), reply, Timeout.poll());
      assertThat(get.header().messageId()).isEqualTo(i);
    }
    Get first = other.get();
    other.client().send(Buffers.utf8("x"), reply, Timeout.poll());
    assertThat(first.header().messageId()).isEqualTo(1);
  }

  @Test
  @DisplayName("KSM-27: messages that want no reply use no id")
  void noIdWithoutReply() {
    for (long i = 1; i <= 3; i++) {
      link.get();
      link.tell("x", Timeout.poll());
      Get get = link.get();
      link.client().send(Buffers.utf8("x"), Buffers.allocate(4), Timeout.poll());
      assertThat(get.header().messageId()).isEqualTo(i);
    }
  }

  @Test
  @DisplayName("KSM-28: a reply at the moment of the completion never misses its waiter")
  void immediateReply() {
    int rounds = 10_000;
    Background<Long> service = link.atService(port -> replyAtOnce(port, rounds));
    for (int i = 0; i < rounds; i++) {
      SendResult result = link.client().send(Buffers.utf8("x"), Buffers.allocate(0), Link.LONG);
      assertThat(result.outcome()).isEqualTo(Outcome.REPLIED);
    }
    assertThat(service.result()).isEqualTo(rounds);
  }

  private static long replyAtOnce(FilterPort port, int rounds) {
    MemorySegment buffer = Buffers.allocate(64);
    MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE);
    for (int i = 0; i < rounds; i++) {
      port.getMessage(buffer);
      new ReplyHeader(NtStatus.SUCCESS, MessageHeader.read(buffer).messageId()).write(reply);
      port.reply(reply);
    }
    return rounds;
  }

  @Test
  @DisplayName("KSM-30, KSM-31, MAP-12: any status comes back as it is, that of a timeout too")
  void statusVerbatim() {
    MemorySegment reply = Buffers.allocate(8);
    for (int status : new int[] {0, 0xC0000022, 0x102, 0x80000005, 0x103, -1, 42}) {
      SendResult result = exchange(reply, new NtStatus(status), "four");
      assertThat(result).isEqualTo(new SendResult(Outcome.REPLIED, new NtStatus(status), 4));
      assertThat(result.isTimeout()).isFalse();
      assertThat(Buffers.bytes(reply.asSlice(0, 4))).isEqualTo(Link.bytes("four"));
    }
  }

  @Test
  @DisplayName("KSM-32: bytes past a short reply stay as they are")
  void shortReply() {
    MemorySegment reply = Buffers.allocate(8);
    reply.fill((byte) 0xCC);
    assertThat(exchange(reply, NtStatus.SUCCESS, "ab").replyLength()).isEqualTo(2);
    assertThat(Buffers.bytes(reply))
        .startsWith('a', 'b')
        .endsWith(0xCC, 0xCC, 0xCC, 0xCC, 0xCC, 0xCC);
  }

  @Test
  @DisplayName("KSM-33: a reply of the capacity is whole, one of a byte more is cut at both ends")
  void longReply() {
    MemorySegment reply = Buffers.allocate(4);
    assertThat(exchange(reply, NtStatus.ACCESS_DENIED, "whol"))
        .isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.ACCESS_DENIED, 4));
    Get get = link.get();
    Background<SendResult> sender = link.asking("question", reply, Link.LONG);
    long id = get.header().messageId();
    assertThat(Failures.status(() -> link.reply(id, NtStatus.ACCESS_DENIED, Link.bytes("12345"))))
        .isEqualTo(NtStatus.BUFFER_OVERFLOW);
    assertThat(sender.result())
        .isEqualTo(new SendResult(Outcome.REPLY_TRUNCATED, NtStatus.BUFFER_OVERFLOW, 4));
    assertThat(Buffers.bytes(reply)).isEqualTo(Link.bytes("1234"));
    assertThat(Failures.status(() -> link.reply(id, NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
  }

  @Test
  @DisplayName("KSM-33: a byte of reply for a buffer without room is too long")
  void byteForNoRoom() {
    Get get = link.get();
    Background<SendResult> sender = link.asking("question", Buffers.allocate(0), Link.LONG);
    assertThat(Failures.status(() -> get.reply("x"))).isEqualTo(NtStatus.BUFFER_OVERFLOW);
    assertThat(sender.result())
        .isEqualTo(new SendResult(Outcome.REPLY_TRUNCATED, NtStatus.BUFFER_OVERFLOW, 0));
  }

  @Test
  @DisplayName("KSM-34: 64 senders, replies in reverse order, each reaches its own")
  void reverseOrder() {
    List<Get> gets = new ArrayList<>();
    List<Background<SendResult>> senders = new ArrayList<>();
    List<MemorySegment> replies = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      gets.add(link.get());
      replies.add(Buffers.allocate(2));
      senders.add(link.asking(String.format("%02d", i), replies.get(i), Link.LONG));
      gets.get(i).await();
    }
    for (Get get : gets.reversed()) {
      get.reply(get.text());
    }
    for (int i = 0; i < SLOTS; i++) {
      assertThat(senders.get(i).result().outcome()).isEqualTo(Outcome.REPLIED);
      assertThat(Buffers.bytes(replies.get(i))).isEqualTo(Link.bytes(String.format("%02d", i)));
    }
  }

  @Test
  @DisplayName("KSM-35: 64 messages are unanswered; the next waits, under its own deadline")
  void slotsRunOut() {
    List<Get> gets = new ArrayList<>();
    List<Background<SendResult>> senders = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      gets.add(link.get());
      senders.add(link.asking("x", Buffers.allocate(1), Link.LONG));
      gets.get(i).await();
    }
    Get beyond = link.get();
    for (Timeout timeout : new Timeout[] {Timeout.poll(), Link.SOON}) {
      assertThat(link.tell("too many", timeout).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    }
    Background<SendResult> waits = link.telling("beyond", Link.LONG).untilBlocked();
    gets.get(13).reply("");
    assertThat(beyond.text()).isEqualTo("beyond");
    assertThat(waits.result().outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(senders.get(13).result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("KSM-35: the last slot takes one getter, however many there are")
  void gettersAndMessagesShareSlots() {
    for (int i = 0; i < SLOTS - 1; i++) {
      Get get = link.get();
      link.asking("x", Buffers.allocate(1), Timeout.infinite());
      get.await();
    }
    Get sixtyFourth = link.get();
    Get sixtyFifth = link.get();
    Background<SendResult> asks = link.asking("last", Buffers.allocate(1), Link.LONG);
    assertThat(sixtyFourth.text()).isEqualTo("last");
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    sixtyFourth.reply("");
    assertThat(asks.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(link.tell("now", Link.LONG).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(sixtyFifth.text()).isEqualTo("now");
  }

  @Test
  @DisplayName("KSM-35: messages whose senders have left do not use up the slots")
  void expiredSlotsAreUsedAgain() {
    for (int i = 0; i < 1000; i++) {
      Get get = link.get();
      SendResult result =
          link.client().send(Buffers.utf8("x"), Buffers.allocate(1), Timeout.poll());
      assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT_NO_REPLY);
      assertThat(get.text()).isEqualTo("x");
    }
  }
}
