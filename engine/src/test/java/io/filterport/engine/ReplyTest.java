package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.engine.Link.Get;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FilterReplyMessage. */
class ReplyTest {
  private final World world = World.withPort(2);
  private final Link link = world.link();

  @AfterEach
  void close() {
    world.close();
  }

  private static void assertNoWaiter(Link link, long id) {
    assertThat(Failures.status(() -> link.reply(id, NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
  }

  @Test
  @DisplayName("RPL-02: a reply of 15 bytes is refused and touches no waiter")
  void tooShort() {
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    get.await();
    assertThat(Failures.status(() -> link.port().reply(Buffers.allocate(15))))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    get.reply("fine");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("RPL-04: never issued, zero, one-way, of another connection: nobody waits")
  void nobodyWaits() {
    Link other = world.link();
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    long id = get.header().messageId();
    assertNoWaiter(link, 0);
    assertNoWaiter(link, id + 1);
    assertNoWaiter(link, -1);
    assertNoWaiter(link, Long.MIN_VALUE);
    assertNoWaiter(other, id);
    link.reply(id, NtStatus.SUCCESS);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertNoWaiter(link, id);
  }

  @Test
  @DisplayName("RPL-04: of 8 threads that answer one message, one is accepted")
  void oneReplierWins() {
    for (int i = 0; i < 100; i++) {
      Get get = link.get();
      Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
      long id = get.header().messageId();
      long accepted =
          java.util.stream.IntStream.range(0, 8)
              .mapToObj(n -> Background.of(() -> isAccepted(id)))
              .toList()
              .stream()
              .filter(Background::result)
              .count();
      assertThat(accepted).isEqualTo(1);
      assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    }
  }

  private boolean isAccepted(long id) {
    try {
      link.reply(id, NtStatus.SUCCESS);
      return true;
    } catch (io.filterport.FilterPortException e) {
      assertThat(e.status()).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
      return false;
    }
  }

  @Test
  @DisplayName("RPL-10, RPL-11: an empty reply with an error status succeeds for the replier")
  void errorStatus() {
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    link.reply(get.header().messageId(), NtStatus.UNSUCCESSFUL);
    assertThat(sender.result())
        .isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.UNSUCCESSFUL, 0));
  }

  @Test
  @DisplayName("RPL-15: after the filter's close nobody waits, after our own the handle is invalid")
  void afterClose() {
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    long id = get.header().messageId();
    link.client().close();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertNoWaiter(link, id);
    link.port().close();
    assertThat(Failures.status(() -> link.reply(id, NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.INVALID_HANDLE);
  }

  @Test
  @DisplayName("RPL-16: changing the buffer after the reply has no effect")
  void bufferIsFree() {
    Get get = link.get();
    MemorySegment answer = Buffers.allocate(4);
    Background<SendResult> sender = link.asking("x", answer, Link.LONG);
    MemorySegment reply = Buffers.allocate(20);
    new ReplyHeader(NtStatus.SUCCESS, get.header().messageId()).write(reply);
    reply.asSlice(16).fill((byte) 1);
    link.port().reply(reply);
    reply.fill((byte) 2);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(Buffers.bytes(answer)).containsOnly(1);
  }

  @Test
  @DisplayName("RPL-17: a reply needs no getter and uses none")
  void usesNoGetter() {
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    get.await();
    Get next = link.get();
    get.reply("ok");
    sender.result();
    assertThat(next.isDone()).isFalse();
    link.tell("next", Timeout.poll());
    assertThat(next.text()).isEqualTo("next");
  }

  @Test
  @DisplayName("MNF-16: a reply does not reach the message callback")
  void isNoMessage() {
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    get.reply("ok");
    sender.result();
    assertThat(world.count("message")).isZero();
  }
}
