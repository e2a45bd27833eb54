package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FilterReplyMessage. */
@EachWorld
class ReplyTest {
  private final World world;
  private final Link link;

  ReplyTest(WorldKind kind) {
    world = World.withPort(kind, 2);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** A message that was taken, and its sender. */
  private final class Question {
    final MemorySegment answer;
    final Background<SendResult> sender;
    final long id;

    Question(int capacity, Timeout timeout) {
      answer = Buffers.allocate(capacity).fill((byte) 0xCC);
      Get get = link.get();
      sender = link.asking("question", answer, timeout);
      id = get.header().messageId();
    }

    Question(int capacity) {
      this(capacity, Link.LONG);
    }

    SendResult result() {
      return sender.result();
    }
  }

  private static void assertNoWaiter(Link link, long id) {
    FilterPortException failure = Failures.failure(() -> link.reply(id, NtStatus.SUCCESS));
    assertThat(failure.status()).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    assertThat(failure.hresult().value()).isEqualTo(0x801F0020);
  }

  private static MemorySegment reply(long id, int payload) {
    MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE + payload);
    new ReplyHeader(NtStatus.SUCCESS, id).write(reply);
    reply.asSlice(ReplyHeader.SIZE).fill((byte) 7);
    return reply;
  }

  // ---- checks

  @Test
  @DisplayName("RPL-01: the handle is looked at before the size, the size before the waiter")
  void orderOfChecks() {
    assertThat(Failures.status(() -> link.port().reply(Buffers.allocate(15))))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    assertNoWaiter(link, 1);
    link.port().close();
    assertThat(Failures.status(() -> link.port().reply(Buffers.allocate(15))))
        .isEqualTo(NtStatus.INVALID_HANDLE);
  }

  @Test
  @DisplayName("RPL-02: replies of 0 and 15 bytes are refused and touch no waiter, 16 is one")
  void tooShort() {
    Question question = new Question(4);
    for (int size : new int[] {0, 15}) {
      FilterPortException failure =
          Failures.failure(() -> link.port().reply(Buffers.allocate(size)));
      assertThat(failure.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
      assertThat(failure.hresult().value()).isEqualTo(0x80070057);
    }
    assertThat(question.sender.isDone()).isFalse();
    link.port().reply(reply(question.id, 0));
    assertThat(question.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 0));
  }

  @Test
  @DisplayName("RPL-03: a reply may lie at an odd address")
  void unaligned() {
    Question question = new Question(4);
    MemorySegment odd = Buffers.allocate(64).asSlice(1, ReplyHeader.SIZE + 4);
    odd.copyFrom(reply(question.id, 4));
    link.port().reply(odd);
    assertThat(question.result().replyLength()).isEqualTo(4);
    assertThat(Buffers.bytes(question.answer)).containsOnly(7);
  }

  // ---- nobody waits

  @Test
  @DisplayName("RPL-04: never issued, zero, of another connection, answered before: nobody waits")
  void nobodyWaits() {
    Link other = world.link();
    Question question = new Question(4);
    for (long id : new long[] {0, question.id + 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertNoWaiter(link, id);
    }
    assertNoWaiter(other, question.id);
    assertThat(question.sender.isDone()).isFalse();
    link.reply(question.id, NtStatus.SUCCESS);
    assertThat(question.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertNoWaiter(link, question.id);
  }

  @Test
  @DisplayName("RPL-04: nobody waits for a message without reply, whose id is 0")
  void oneWay() {
    Get get = link.get();
    link.tell("x", Timeout.poll());
    assertThat(get.header().messageId()).isZero();
    assertThat(get.header().replyLength()).isZero();
    assertNoWaiter(link, 0);
  }

  @Test
  @DisplayName("RPL-04, RPL-05: a late reply is told so, harms nothing, and the next one works")
  void late() {
    for (int i = 0; i < 3; i++) {
      Question late = new Question(4, Timeout.ofMillis(20));
      assertThat(late.result().outcome()).isEqualTo(Outcome.TIMEOUT_NO_REPLY);
      assertNoWaiter(link, late.id);
      assertThat(Buffers.bytes(late.answer)).containsOnly(0xCC);
      Question next = new Question(4);
      link.reply(next.id, NtStatus.SUCCESS);
      assertThat(next.result().outcome()).isEqualTo(Outcome.REPLIED);
    }
    assertThat(link.port().isConnected()).isTrue();
  }

  @Test
  @DisplayName("RPL-04: of 8 threads that answer one message, one is accepted")
  void oneReplierWins() {
    for (int i = 0; i < 50; i++) {
      Question question = new Question(4);
      long accepted =
          IntStream.range(0, 8)
              .mapToObj(n -> Background.of(() -> isAccepted(question.id)))
              .toList()
              .stream()
              .filter(Background::result)
              .count();
      assertThat(accepted).isEqualTo(1);
      assertThat(question.result().outcome()).isEqualTo(Outcome.REPLIED);
    }
  }

  private boolean isAccepted(long id) {
    try {
      link.reply(id, NtStatus.SUCCESS);
      return true;
    } catch (FilterPortException e) {
      assertThat(e.status()).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
      return false;
    }
  }

  // ---- who, and when

  @Test
  @DisplayName("RPL-06: another thread than the one that got the message may reply")
  void anotherThread() {
    Background<Long> service = link.atService(ReplyTest::getAndReplyInAnotherThread);
    SendResult result = link.client().send(Buffers.utf8("x"), Buffers.allocate(4), Link.LONG);
    assertThat(result).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 2));
    service.result();
  }

  private static long getAndReplyInAnotherThread(FilterPort port) {
    MemorySegment buffer = Buffers.allocate(64);
    port.getMessage(buffer);
    MemorySegment reply = reply(MessageHeader.read(buffer).messageId(), 2);
    Background.run(() -> port.reply(reply)).result();
    return 0;
  }

  @Test
  @DisplayName("RPL-07: 64 messages are answered in reverse, each reply reaches its own sender")
  void reverseOrder() {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      questions.add(new Question(8));
    }
    for (Question question : questions.reversed()) {
      link.reply(question.id, NtStatus.SUCCESS, Link.bytes(Long.toString(question.id)));
    }
    for (Question question : questions) {
      byte[] expected = Link.bytes(Long.toString(question.id));
      assertThat(question.result().replyLength()).isEqualTo(expected.length);
      assertThat(Buffers.bytes(question.answer.asSlice(0, expected.length))).isEqualTo(expected);
    }
  }

  @Test
  @DisplayName("RPL-07: a reply comes long after other messages were got and answered")
  void longAfter() {
    Question old = new Question(4);
    for (int i = 0; i < 200; i++) {
      Question young = new Question(4);
      link.reply(young.id, NtStatus.SUCCESS);
      assertThat(young.result().outcome()).isEqualTo(Outcome.REPLIED);
    }
    assertThat(old.sender.isDone()).isFalse();
    link.reply(old.id, NtStatus.SUCCESS);
    assertThat(old.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("RPL-13, RPL-17: a reply needs no getter and uses none")
  void usesNoGetter() {
    Question question = new Question(4);
    Get next = link.get();
    link.reply(question.id, NtStatus.SUCCESS);
    assertThat(question.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(next.isDone()).isFalse();
    link.tell("next", Timeout.poll());
    assertThat(next.text()).isEqualTo("next");
  }

  @Test
  @DisplayName(
      "RPL-13, RPL-14: an accepted reply is the sender's, though the client is gone at once")
  void thenGone() {
    for (int i = 0; i < 20; i++) {
      Question question = new Question(4);
      link.reply(question.id, NtStatus.ACCESS_DENIED);
      if (i == 19) {
        link.port().close();
      }
      assertThat(question.result())
          .isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.ACCESS_DENIED, 0));
    }
  }

  // ---- what arrives

  @Test
  @DisplayName("RPL-08, RPL-10: shorter than the capacity or just as long is success for both")
  void fits() {
    for (int payload : new int[] {0, 1, 7, 8}) {
      Question question = new Question(8);
      link.port().reply(reply(question.id, payload));
      assertThat(question.result())
          .isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, payload));
      byte[] answer = Buffers.bytes(question.answer);
      for (int i = 0; i < answer.length; i++) {
        assertThat(answer[i]).isEqualTo((byte) (i < payload ? 7 : 0xCC));
      }
    }
  }

  @Test
  @DisplayName("RPL-09: one byte too long: both ends learn it, the waiter is used up")
  void tooLong() {
    for (int capacity : new int[] {0, 8}) {
      Question question = new Question(capacity);
      FilterPortException failure =
          Failures.failure(() -> link.port().reply(reply(question.id, capacity + 1)));
      assertThat(failure.status()).isEqualTo(NtStatus.BUFFER_OVERFLOW);
      assertThat(failure.hresult().value()).isEqualTo(0x800700EA);
      assertThat(question.result())
          .isEqualTo(new SendResult(Outcome.REPLY_TRUNCATED, NtStatus.BUFFER_OVERFLOW, capacity));
      assertThat(Buffers.bytes(question.answer)).hasSize(capacity).doesNotContain(0xCC);
      assertNoWaiter(link, question.id);
    }
  }

  @Test
  @DisplayName(
      "RPL-08, LAY-09: a structure padded to 24 bytes is too long for one byte, 17 are not")
  void padded() {
    Question padded = new Question(1);
    assertThat(Failures.status(() -> link.port().reply(reply(padded.id, 24 - ReplyHeader.SIZE))))
        .isEqualTo(NtStatus.BUFFER_OVERFLOW);
    assertThat(padded.result().outcome()).isEqualTo(Outcome.REPLY_TRUNCATED);
    Question exact = new Question(1);
    link.port().reply(reply(exact.id, 17 - ReplyHeader.SIZE));
    assertThat(exact.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 1));
  }

  @Test
  @DisplayName("RPL-11, RPL-12: any status reaches the sender, and the replier succeeds")
  void anyStatus() {
    int[] statuses = {0, 1, 0x102, 0x103, 0x40000000, 0x80000005, 0xC0000001, 0xC0000022, -1};
    for (int value : statuses) {
      NtStatus status = new NtStatus(value);
      Question question = new Question(4);
      link.reply(question.id, status, Link.bytes("ab"));
      assertThat(question.result()).isEqualTo(new SendResult(Outcome.REPLIED, status, 2));
    }
  }

  @Test
  @DisplayName("RPL-15: after the filter's close nobody waits, after our own the handle is invalid")
  void afterClose() {
    Question question = new Question(4);
    link.client().close();
    assertThat(question.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertNoWaiter(link, question.id);
    link.port().close();
    FilterPortException failure = Failures.failure(() -> link.reply(question.id, NtStatus.SUCCESS));
    assertThat(failure.status()).isEqualTo(NtStatus.INVALID_HANDLE);
    assertThat(failure.hresult().value()).isEqualTo(0x80070006);
  }

  @Test
  @DisplayName("RPL-15: after the filter's unload nobody waits")
  void afterUnload() {
    Question question = new Question(4);
    world.filter.unregister();
    assertThat(question.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertNoWaiter(link, question.id);
  }

  @Test
  @DisplayName("MNF-16: a reply does not reach the message callback")
  void isNoMessage() {
    Question question = new Question(4);
    link.reply(question.id, NtStatus.SUCCESS, Link.bytes("ok"));
    question.result();
    assertThat(world.count("message")).isZero();
  }
}
