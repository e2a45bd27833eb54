package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.Link.Get;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltSendMessage and FilterReplyMessage: which reply reaches whom, and how much of it. */
class KsmReplyTest {
  private final World world = World.withPort(4);
  private final Link link = world.link();

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
      assertThat(get.header().messageId()).isZero();
      assertThat(get.header().replyExpected()).isFalse();
    }
    assertThat(Failures.status(() -> link.reply(0, NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
  }

  @Test
  @DisplayName("KSM-27: ids are unique, and an undelivered message uses none")
  void uniqueIds() {
    Set<Long> ids = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      MemorySegment reply = Buffers.allocate(4);
      link.client().send(Buffers.utf8("undelivered"), reply, Timeout.poll());
      Get get = link.get();
      link.client().send(Buffers.utf8("delivered"), reply, Timeout.poll());
      assertThat(ids.add(get.header().messageId())).isTrue();
    }
    assertThat(ids).contains(1L, 200L);
  }

  @Test
  @DisplayName("KSM-28: a reply at the moment of the completion never misses its waiter")
  void immediateReply() {
    Background<Void> service =
        Background.run(
            () -> {
              MemorySegment buffer = Buffers.allocate(64);
              for (int i = 0; i < 20_000; i++) {
                link.port().getMessage(buffer);
                link.reply(MessageHeader.read(buffer).messageId(), NtStatus.SUCCESS);
              }
            });
    for (int i = 0; i < 20_000; i++) {
      SendResult result = link.client().send(Buffers.utf8("x"), Buffers.allocate(0), Link.LONG);
      assertThat(result.outcome()).isEqualTo(Outcome.REPLIED);
    }
    service.result();
  }

  @Test
  @DisplayName("KSM-30: the reply's status comes back as it is, with the payload")
  void statusVerbatim() {
    MemorySegment reply = Buffers.allocate(8);
    for (int status : new int[] {0xC0000022, 0x102, 0x80000005, 0x103, -1, 42}) {
      SendResult result = exchange(reply, new NtStatus(status), "four");
      assertThat(result).isEqualTo(new SendResult(Outcome.REPLIED, new NtStatus(status), 4));
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
  @DisplayName("KSM-33, RPL-09: a reply that is too long is cut, both ends learn of it")
  void longReply() {
    MemorySegment reply = Buffers.allocate(4);
    Get get = link.get();
    Background<SendResult> sender = link.asking("question", reply, Link.LONG);
    long id = get.header().messageId();
    assertThat(
            Failures.status(() -> link.reply(id, NtStatus.ACCESS_DENIED, Link.bytes("too long"))))
        .isEqualTo(NtStatus.BUFFER_OVERFLOW);
    assertThat(sender.result())
        .isEqualTo(new SendResult(Outcome.REPLY_TRUNCATED, NtStatus.BUFFER_OVERFLOW, 4));
    assertThat(Buffers.bytes(reply)).isEqualTo(Link.bytes("too "));
    assertThat(Failures.status(() -> link.reply(id, NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
  }

  @Test
  @DisplayName("KSM-09: a reply buffer without room takes a status alone")
  void statusOnly() {
    Get get = link.get();
    Background<SendResult> sender = link.asking("question", Buffers.allocate(0), Link.LONG);
    assertThat(get.header().replyLength()).isEqualTo(16);
    link.reply(get.header().messageId(), NtStatus.ACCESS_DENIED);
    assertThat(sender.result())
        .isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.ACCESS_DENIED, 0));
  }

  @Test
  @DisplayName("KSM-10: message and reply may be the same memory")
  void sameMemory() {
    MemorySegment both = Buffers.utf8("question");
    Get get = link.get();
    Background<SendResult> sender = Background.of(() -> link.client().send(both, both, Link.LONG));
    assertThat(get.text()).isEqualTo("question");
    get.reply("answer!!");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(Buffers.bytes(both)).isEqualTo(Link.bytes("answer!!"));
  }

  @Test
  @DisplayName("KSM-34: 64 senders, replies in reverse order, each reaches its own")
  void reverseOrder() {
    List<Get> gets = new ArrayList<>();
    List<Background<SendResult>> senders = new ArrayList<>();
    List<MemorySegment> replies = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      gets.add(link.get());
      replies.add(Buffers.allocate(2));
      senders.add(link.asking(String.format("%02d", i), replies.get(i), Link.LONG));
      gets.get(i).await();
    }
    for (Get get : gets.reversed()) {
      get.reply(get.text());
    }
    for (int i = 0; i < 64; i++) {
      assertThat(senders.get(i).result().outcome()).isEqualTo(Outcome.REPLIED);
      assertThat(Buffers.bytes(replies.get(i))).isEqualTo(Link.bytes(String.format("%02d", i)));
    }
  }

  @Test
  @DisplayName(
      "KSM-35: beyond 64 unanswered messages a sender waits, and goes on when one is answered")
  void slotsRunOut() {
    List<Get> gets = new ArrayList<>();
    List<Background<SendResult>> senders = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      gets.add(link.get());
      senders.add(link.asking("x", Buffers.allocate(1), Link.LONG));
      gets.get(i).await();
    }
    Get beyond = link.get();
    assertThat(link.tell("poll", Timeout.poll()).outcome())
        .isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    Background<SendResult> waits = link.telling("beyond", Link.LONG).untilBlocked();
    gets.get(13).reply("");
    assertThat(beyond.text()).isEqualTo("beyond");
    assertThat(waits.result().outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(senders.get(13).result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("KSM-35: messages whose senders have left do not use up the table")
  void expiredSlotsAreUsedAgain() {
    for (int i = 0; i < 1000; i++) {
      Get get = link.get();
      SendResult result =
          link.client().send(Buffers.utf8("x"), Buffers.allocate(1), Timeout.poll());
      assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT_NO_REPLY);
      assertThat(get.text()).isEqualTo("x");
    }
  }

  @Test
  @DisplayName("KSM-07: a reply of a mebibyte arrives whole")
  void largestReply() {
    byte[] payload = new byte[1 << 20];
    new Random(11).nextBytes(payload);
    MemorySegment reply = Buffers.allocate(payload.length);
    Get get = link.get();
    Background<SendResult> sender = link.asking("question", reply, Link.LONG);
    link.reply(get.header().messageId(), NtStatus.SUCCESS, payload);
    assertThat(sender.result().replyLength()).isEqualTo(payload.length);
    assertThat(Buffers.bytes(reply)).isEqualTo(payload);
  }

  @Test
  @DisplayName("BUF-08: a reply buffer is not touched after the send has returned")
  void lateReplyWritesNothing() {
    MemorySegment reply = Buffers.allocate(8);
    Get get = link.get();
    link.client().send(Buffers.utf8("x"), reply, Timeout.poll());
    reply.fill((byte) 0x55);
    assertThat(Failures.status(() -> get.reply("too late")))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    assertThat(Buffers.bytes(reply)).containsOnly(0x55);
  }

  @Test
  @DisplayName("BUF-08: a reply buffer freed during the send kept its slot for ever")
  void replyBufferFreedDuringSend() {
    for (int i = 0; i < 100; i++) {
      Arena arena = Arena.ofShared();
      Get get = link.get();
      Background<SendResult> sender = link.asking("x", arena.allocate(8), Link.LONG);
      get.await();
      arena.close();
      get.reply("answer");
      assertThatThrownBy(sender::result).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  @DisplayName("KSM-05: a buffer of another thread cost the connection")
  void confinedToAnotherThread() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mine = arena.allocate(8);
      link.get();
      Background<SendResult> other =
          Background.of(() -> link.client().send(mine, null, Timeout.poll()));
      assertThatThrownBy(other::result).isInstanceOf(WrongThreadException.class);
      assertThat(link.tell("alive", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    }
  }
}
