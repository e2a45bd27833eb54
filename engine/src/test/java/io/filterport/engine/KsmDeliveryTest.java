package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.Link.Get;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltSendMessage: which getter a message goes to. */
class KsmDeliveryTest {
  private final World world = World.withPort(4);
  private final Link link = world.link();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("KSM-06: an empty message is a header alone")
  void emptyMessage() {
    Get get = link.get(16);
    assertThat(link.tell("", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.payload()).isEmpty();
  }

  @Test
  @DisplayName("KSM-12: a thousand sends that time out leave nothing behind")
  void nothingIsStored() {
    for (int i = 0; i < 1000; i++) {
      assertThat(link.tell("lost", Timeout.poll()).outcome())
          .isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    }
    Get get = link.get();
    assertThat(get.isDone()).isFalse();
    assertThat(link.tell("first", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("first");
  }

  @Test
  @DisplayName("KSM-13: without getters a sender waits until the disconnect")
  void waitsForEver() {
    Background<SendResult> sender = link.telling("x", Timeout.infinite()).untilBlocked();
    link.port().close();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(sender.result().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
  }

  @Test
  @DisplayName("KSM-15: a poll on a connection that is over says so")
  void disconnectedAtEntry() {
    link.get();
    link.port().close();
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.DISCONNECTED);
  }

  @Test
  @DisplayName("KSM-16: the oldest getter is served first")
  void oldestFirst() {
    List<Get> gets = List.of(link.get(), link.get(), link.get());
    for (int i = 0; i < 3; i++) {
      link.tell("message " + i, Timeout.poll());
    }
    assertThat(gets).extracting(Get::text).containsExactly("message 0", "message 1", "message 2");
  }

  @Test
  @DisplayName("KSM-17: a getter that is too small learns the size, the message is not lost")
  void tooSmall() {
    Get small = link.get(16 + 4);
    Background<SendResult> sender = link.telling("12345678", Link.LONG);
    assertThat(small.await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(Failures.failure(small.overlapped::result).bytes()).isEqualTo(24);
    assertThat(Buffers.bytes(small.buffer)).containsOnly(0xCC);
    sender.untilBlocked();
    Get large = link.get(24);
    assertThat(large.text()).isEqualTo("12345678");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("KSM-18: one message fails one getter, another arrival the next")
  void oneFailureAnAttempt() {
    Get first = link.get(20);
    Get second = link.get(20);
    Get third = link.get(20);
    Background<SendResult> sender = link.telling("123456789", Link.LONG).untilBlocked();
    assertThat(first.status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(second.isDone()).isFalse();
    Get fourth = link.get(20);
    assertThat(second.await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(third.isDone()).isFalse();
    assertThat(fourth.isDone()).isFalse();
    assertThat(link.get(25).text()).isEqualTo("123456789");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(third.isDone()).isFalse();
  }

  @Test
  @DisplayName("KSM-18: a poll that fits nowhere fails one getter too")
  void pollFailsOne() {
    Get first = link.get(20);
    Get second = link.get(20);
    assertThat(link.tell("123456789", Timeout.poll()).outcome())
        .isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    assertThat(first.status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(second.isDone()).isFalse();
  }

  @Test
  @DisplayName("KSM-19: a small getter before a large one stays and takes a later message")
  void smallOneStays() {
    Get small = link.get(20);
    Get large = link.get(1024);
    assertThat(link.tell(new byte[100], Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(large.payload()).hasSize(100);
    assertThat(small.isDone()).isFalse();
    link.tell("four", Timeout.poll());
    assertThat(small.text()).isEqualTo("four");
  }

  @Test
  @DisplayName("KSM-20: senders are served in arrival order")
  void arrivalOrder() {
    List<Background<SendResult>> senders = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      senders.add(link.telling("message " + i, Link.LONG).untilBlocked());
    }
    for (int i = 0; i < 10; i++) {
      assertThat(link.get().text()).isEqualTo("message " + i);
    }
    assertThat(senders)
        .extracting(sender -> sender.result().outcome())
        .containsOnly(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("KSM-20: a small message overtakes a large one that fits nowhere")
  void overtakes() {
    link.get(20);
    Get small = link.get(20);
    Background<SendResult> large = link.telling("a large message", Link.LONG).untilBlocked();
    assertThat(link.tell("tiny", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(small.text()).isEqualTo("tiny");
    assertThat(large.isDone()).isFalse();
    assertThat(link.get().text()).isEqualTo("a large message");
    assertThat(large.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("KSM-20: a newcomer took the getter that fitted a message waiting before it")
  void newcomerOvertookWhoFits() {
    link.get(17);
    link.get(17);
    Get oldest = link.get(17);
    Background<SendResult> large = link.telling("x".repeat(500), Link.LONG).untilBlocked();
    Background<SendResult> middle = link.telling("y".repeat(50), Link.LONG).untilBlocked();
    Get fitsMiddle = link.get(100);
    assertThat(oldest.status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(link.tell("newcomer", Timeout.poll()).outcome())
        .isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    assertThat(fitsMiddle.text()).isEqualTo("y".repeat(50));
    assertThat(middle.result().outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(large.isDone()).isFalse();
  }

  @Test
  @DisplayName("KSM-21: messages of one thread arrive in the order of its calls")
  void callOrder() {
    List<Get> gets = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      gets.add(link.get());
    }
    for (int i = 0; i < 50; i++) {
      link.tell(Integer.toString(i), Timeout.poll());
    }
    for (int i = 0; i < 50; i++) {
      assertThat(gets.get(i).text()).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  @DisplayName("KSM-25: without a reply wanted, delivery is success")
  void deliveredIsSuccess() {
    link.get();
    SendResult result = link.tell("x", Link.LONG);
    assertThat(result).isEqualTo(new SendResult(Outcome.DELIVERED, NtStatus.SUCCESS, 0));
  }

  @Test
  @DisplayName("KSM-07: a mebibyte arrives whole, more is refused")
  void largest() {
    byte[] message = new byte[1 << 20];
    new Random(7).nextBytes(message);
    Get get = link.get(16 + message.length);
    assertThat(link.tell(message, Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.payload()).isEqualTo(message);
    SendResult refused = link.tell(new byte[message.length + 1], Timeout.poll());
    assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(refused.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
  }
}
