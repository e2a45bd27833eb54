package io.filterport.engine;

import static io.filterport.engine.ServiceLink.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.ServiceLink.Answered;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.Message;
import io.filterport.service.MessageHandler;
import io.filterport.service.MessageService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a handler may do with its message, and what the service does if it does nothing. */
@org.junit.jupiter.api.Timeout(60)
class MessageReplyTest {
  private final ServiceLink link = new ServiceLink();

  @AfterEach
  void closeLink() {
    link.close();
  }

  /** One worker, one get: a worker that dies, or a get that is lost, is noticed. */
  private MessageService single(MessageHandler handler) {
    return link.service().workers(1).outstanding(1).start(handler);
  }

  // ---- sizes

  @Test
  @DisplayName("LAY-06, LAY-10: a message of 16 + 3 bytes, a reply of 17 for a capacity of 1")
  void exactSizes() {
    BlockingQueue<List<Long>> seen = new LinkedBlockingQueue<>();
    BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    try (MessageService service =
        single(
            message -> {
              long replyLength = message.header().replyLength();
              seen.add(List.of(replyLength, message.payload().byteSize()));
              texts.add(message.toString());
              message.reply(new byte[] {42});
            })) {
      Answered answered = link.ask(Buffers.utf8("abc"), 1);
      assertThat(answered.outcome()).isEqualTo(Outcome.REPLIED);
      assertThat(answered.payload()).containsExactly(42);
      assertThat(seen).containsExactly(List.of(17L, 3L));
      assertThat(texts).singleElement().asString().endsWith(", 3 bytes, reply of up to 1 bytes");
      assertThat(service.lateReplies()).isZero();
    }
  }

  @Test
  @DisplayName("RPL-09: a reply over the capacity names both sizes, and a shorter one may follow")
  void replyOverTheCapacity() {
    CompletableFuture<FilterPortException> refused = new CompletableFuture<>();
    try (MessageService service =
        single(
            message -> {
              refused.complete(
                  catchThrowableOfType(
                      FilterPortException.class, () -> message.reply(new byte[24])));
              message.reply(new byte[message.replyCapacity()]);
            })) {
      Answered answered = link.ask(Buffers.utf8("question"), 7);
      assertThat(answered.outcome()).isEqualTo(Outcome.REPLIED);
      assertThat(answered.payload()).hasSize(7);
      assertThat(refused.join().status()).isEqualTo(NtStatus.BUFFER_OVERFLOW);
      assertThat(refused.join())
          .hasMessageContaining("24 bytes of payload")
          .hasMessageContaining("room for 7 bytes");
      assertThat(service.unhandled()).isZero();
    }
  }

  @Test
  @DisplayName("KSM-30: a reply may carry a status alone, or a status and a payload")
  void statuses() {
    try (MessageService service =
        single(
            message -> {
              if (message.payload().byteSize() == 1) {
                message.reply(NtStatus.ACCESS_DENIED);
              } else {
                message.reply(NtStatus.ACCESS_DENIED, Buffers.utf8("why"));
              }
            })) {
      assertThat(link.ask("1")).returns(NtStatus.ACCESS_DENIED, Answered::status);
      assertThat(link.ask("22"))
          .returns(NtStatus.ACCESS_DENIED, Answered::status)
          .returns("why", Answered::text);
      assertThat(service.unhandled()).isZero();
    }
  }

  // ---- handlers that fail

  @Test
  void aHandlerThatThrowsIsAnsweredForAndItsWorkerLivesOn() {
    MessageService service =
        single(
            message -> {
              switch ((int) message.payload().byteSize()) {
                case 1 -> throw new IllegalArgumentException("unchecked");
                case 2 -> throw new Exception("checked");
                case 3 -> throw new AssertionError("an error");
                default -> message.reply(NtStatus.SUCCESS);
              }
            });
    for (String question : List.of("1", "22", "333")) {
      Answered answered = link.ask(question);
      assertThat(answered.outcome()).isEqualTo(Outcome.REPLIED);
      assertThat(answered.status()).isEqualTo(NtStatus.UNSUCCESSFUL);
    }
    assertThat(link.ask("4444").status()).isEqualTo(NtStatus.SUCCESS);
    service.close();
    assertThat(service.unhandled()).isEqualTo(3);
    assertThat(service.handled()).isEqualTo(1);
  }

  @Test
  void aHandlerThatReturnsWithoutAReplyIsAnsweredFor() {
    MessageService service = single(message -> {});
    assertThat(link.ask("anybody?").status()).isEqualTo(NtStatus.UNSUCCESSFUL);
    service.close();
    assertThat(service.unhandled()).isEqualTo(1);
  }

  @Test
  void aReplyBeforeTheHandlerThrowsStands() {
    MessageService service =
        single(
            message -> {
              message.reply(NtStatus.SUCCESS);
              throw new IllegalArgumentException("after the reply");
            });
    assertThat(link.ask("question").status()).isEqualTo(NtStatus.SUCCESS);
    service.close();
    assertThat(service.unhandled()).isEqualTo(1);
    assertThat(service.lateReplies()).isZero();
  }

  @Test
  void aSecondReplyIsRefused() {
    BlockingQueue<IllegalStateException> refused = new LinkedBlockingQueue<>();
    MessageService service =
        single(
            message -> {
              message.reply(NtStatus.SUCCESS);
              refused.add(
                  catchThrowableOfType(
                      IllegalStateException.class, () -> message.reply(NtStatus.ACCESS_DENIED)));
            });
    assertThat(link.ask("question").status()).isEqualTo(NtStatus.SUCCESS);
    service.close();
    assertThat(refused).singleElement().asString().contains("was answered already");
    assertThat(service.lateReplies()).isZero();
  }

  // ---- late replies

  @Test
  @DisplayName("RPL-05: a late reply is counted, and the worker goes on")
  void lateReply() throws Exception {
    CountDownLatch expired = new CountDownLatch(1);
    BlockingQueue<Boolean> arrived = new LinkedBlockingQueue<>();
    MessageService service =
        single(
            message -> {
              expired.await();
              arrived.add(message.reply(NtStatus.SUCCESS));
            });
    Timeout soon = Timeout.ofMillis(5);
    var late = link.client.send(Buffers.utf8("late"), Buffers.allocate(8), soon);
    assertThat(late.outcome()).isEqualTo(Outcome.TIMEOUT_NO_REPLY);
    expired.countDown();
    assertThat(arrived.take()).isFalse();
    assertThat(link.ask("in time").outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(arrived.take()).isTrue();
    service.close();
    assertThat(service.lateReplies()).isEqualTo(1);
    assertThat(service.handled()).isEqualTo(2);
  }

  @Test
  @DisplayName("RPL-15: a reply after the end of the connection is late, whoever ended it")
  void replyAfterTheEnd() throws Exception {
    BlockingQueue<Message> kept = new LinkedBlockingQueue<>();
    MessageService service = single(message -> kept.add(message.keep()));
    FutureTask<Answered> first = ServiceLink.start(() -> link.ask("first"));
    Message one = kept.take();
    FutureTask<Answered> second = ServiceLink.start(() -> link.ask("second"));
    Message two = kept.take();
    link.client.close();
    assertThat(get(first).outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(get(second).outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(one.reply(NtStatus.SUCCESS)).isFalse();
    link.port.close();
    assertThat(two.reply(NtStatus.SUCCESS)).isFalse();
    service.close();
    assertThat(service.lateReplies()).isEqualTo(2);
  }

  // ---- kept messages

  @Test
  @DisplayName("RPL-07: kept messages are answered later, in any order, by another thread")
  void keptMessages() throws Exception {
    BlockingQueue<Message> kept = new LinkedBlockingQueue<>();
    MessageService service = single(message -> kept.add(message.keep()));
    List<FutureTask<Answered>> senders = new ArrayList<>();
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String question = "question " + i;
      senders.add(ServiceLink.start(() -> link.ask(question)));
      messages.add(kept.take());
    }
    service.close();
    for (Message message : messages.reversed()) {
      assertThat(message.reply(message.payload())).isTrue();
    }
    for (int i = 0; i < 10; i++) {
      assertThat(get(senders.get(i)).text()).isEqualTo("question " + i);
    }
    assertThat(service.handled()).isEqualTo(10);
    assertThat(service.unhandled()).isZero();
  }

  @Test
  void aKeptMessageIsAnsweredOnce() {
    BlockingQueue<Message> kept = new LinkedBlockingQueue<>();
    MessageService service =
        single(
            message -> {
              kept.add(message.keep());
              message.reply(NtStatus.SUCCESS);
            });
    assertThat(link.ask("question").status()).isEqualTo(NtStatus.SUCCESS);
    service.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> kept.remove().reply(NtStatus.SUCCESS))
        .withMessageContaining("was answered already");
  }

  @Test
  void aHandlerThatThrowsHasKeptNothing() {
    MessageService service =
        single(
            message -> {
              Message unused = message.keep();
              throw new IllegalArgumentException("no executor takes " + unused);
            });
    assertThat(link.ask("question").status()).isEqualTo(NtStatus.UNSUCCESSFUL);
    service.close();
    assertThat(service.unhandled()).isEqualTo(1);
  }

  @Test
  void aMessageEndsWithItsHandler() {
    BlockingQueue<Message> leaked = new LinkedBlockingQueue<>();
    MessageService service =
        single(
            message -> {
              leaked.add(message);
              message.reply(NtStatus.SUCCESS);
            });
    assertThat(link.ask("question").status()).isEqualTo(NtStatus.SUCCESS);
    service.close();
    Message message = leaked.remove();
    assertThatIllegalStateException()
        .isThrownBy(message::payload)
        .withMessageContaining("call keep()");
    assertThatIllegalStateException().isThrownBy(message::keep);
  }

  @Test
  void thePayloadIsReadOnly() {
    try (MessageService service =
        single(
            message ->
                message.reply(
                    message.payload().isReadOnly() && message.keep().payload().isReadOnly()
                        ? NtStatus.SUCCESS
                        : NtStatus.ACCESS_VIOLATION))) {
      assertThat(link.ask("question").status()).isEqualTo(NtStatus.SUCCESS);
      assertThat(service.unhandled()).isZero();
    }
  }

  // ---- one-way messages

  @Test
  @DisplayName("LAY-06, KSM-26: a one-way message is handled without a reply, and takes none")
  void oneWay() {
    BlockingQueue<IllegalStateException> refused = new LinkedBlockingQueue<>();
    MessageService service =
        single(
            message -> {
              assertThat(message.replyExpected()).isFalse();
              assertThat(message.replyCapacity()).isZero();
              refused.add(
                  catchThrowableOfType(
                      IllegalStateException.class, () -> message.reply(NtStatus.SUCCESS)));
            });
    assertThat(link.tell("news", Timeout.infinite())).isEqualTo(Outcome.DELIVERED);
    assertThat(link.tell("more", Timeout.infinite())).isEqualTo(Outcome.DELIVERED);
    service.close();
    assertThat(refused).hasSize(2).allMatch(e -> e.getMessage().contains("wants no reply"));
    assertThat(service.handled()).isEqualTo(2);
    assertThat(service.lateReplies()).isZero();
  }
}
