package io.filterport.engine;

import static io.filterport.engine.ServiceLink.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.Timeout;
import io.filterport.engine.ServiceLink.Answered;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.service.Message;
import io.filterport.service.MessageService;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop: workers, gets, the beginning and the end. */
@org.junit.jupiter.api.Timeout(60)
class MessageServiceTest {
  private final ServiceLink link = new ServiceLink();

  @AfterEach
  void closeLink() {
    link.close();
  }

  private static boolean echo(Message message) {
    return message.reply(message.payload());
  }

  @Test
  void theLinesOfTheReadme() {
    PortSpace space = link.space;
    byte[] verdict = {1};
    FutureTask<Boolean> server =
        ServiceLink.start(
            () -> {
              try (FilterPort port = FilterPort.connect(space, "\\GreeterPort")) {
                MessageService.on(port).workers(4).serve(message -> message.reply(verdict));
              }
              return true;
            });
    ClientPort client = link.nextClient();
    var reply = Buffers.allocate(1);
    assertThat(client.send(Buffers.utf8("hello"), reply, Timeout.infinite()).outcome())
        .isEqualTo(Outcome.REPLIED);
    assertThat(Buffers.bytes(reply)).isEqualTo(verdict);
    client.close();
    assertThat(get(server)).isTrue();
  }

  // ---- workers

  @Test
  void fourWorkersServeSixtyFourSenders() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier allFour = new CyclicBarrier(4);
    MessageService service = link.service().workers(4);
    service.start(
        message -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          if (isFirstOfItsSender(message)) {
            allFour.await();
          }
          inside.decrementAndGet();
          echo(message);
        });
    List<FutureTask<Boolean>> senders = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String name = "sender " + i;
      senders.add(ServiceLink.start(() -> asksItself(name, 50)));
    }
    assertThat(senders).allMatch(ServiceLink::get);
    service.close();
    assertThat(most).hasValue(4);
    assertThat(service.handled()).isEqualTo(64 * 50);
    assertThat(service.unhandled()).isZero();
    assertThat(service.lateReplies()).isZero();
  }

  private static boolean isFirstOfItsSender(Message message) {
    return new String(Buffers.bytes(message.payload()), StandardCharsets.UTF_8).endsWith(" asks 0");
  }

  private boolean asksItself(String name, int times) {
    for (int i = 0; i < times; i++) {
      String question = name + " asks " + i;
      Answered answered = link.ask(question);
      if (answered.outcome() != Outcome.REPLIED || !answered.text().equals(question)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void workersMayBeVirtualThreads() {
    try (MessageService service = link.service().workers(2).onVirtualThreads()) {
      service.start(
          message ->
              message.reply(
                  Buffers.utf8(Thread.currentThread().isVirtual() ? "virtual" : "platform")));
      assertThat(link.ask("which").text()).isEqualTo("virtual");
    }
  }

  @Test
  void aHandlersInterruptIsNotTheNextOnes() {
    try (MessageService service = link.service().workers(1)) {
      service.start(
          message -> {
            boolean before = Thread.currentThread().isInterrupted();
            Thread.currentThread().interrupt();
            message.reply(Buffers.utf8(before ? "interrupted" : "clean"));
          });
      assertThat(link.ask("first").text()).isEqualTo("clean");
      assertThat(link.ask("second").text()).isEqualTo("clean");
    }
  }

  // ---- gets

  @Test
  @DisplayName("every get is posted before start returns, as many as were asked for")
  void getsArePosted() {
    CountDownLatch release = new CountDownLatch(1);
    try (MessageService service = link.service().workers(1).outstanding(3)) {
      service.start(message -> release.await());
      for (int i = 0; i < 3; i++) {
        assertThat(link.tell("now", Timeout.poll())).isEqualTo(Outcome.DELIVERED);
      }
      assertThat(link.tell("too much", Timeout.poll())).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
      release.countDown();
      assertThat(link.tell("later", Timeout.infinite())).isEqualTo(Outcome.DELIVERED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 100})
  @DisplayName("GET-16: buffers of 16 bytes grow up to 1 MiB of payload, no message is lost")
  void buffersGrow(int outstanding) {
    try (MessageService service = link.service().outstanding(outstanding).bufferBytes(16)) {
      service.start(MessageServiceTest::echo);
      Random random = new Random(1);
      for (int size : new int[] {0, 1, 17, 5000, 4, 1 << 20, 3, 1 << 20}) {
        byte[] question = new byte[size];
        random.nextBytes(question);
        Answered answered = link.ask(Buffers.of(question), size);
        assertThat(answered.outcome()).isEqualTo(Outcome.REPLIED);
        assertThat(answered.payload()).isEqualTo(question);
      }
    }
  }

  @Test
  @DisplayName("GET-16: big and small messages at once, with growing buffers")
  void buffersGrowUnderLoad() {
    try (MessageService service = link.service().workers(4).outstanding(8).bufferBytes(16)) {
      service.start(MessageServiceTest::echo);
      List<FutureTask<Boolean>> senders = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String name = "s".repeat(i * 4);
        senders.add(ServiceLink.start(() -> asksItself(name, 500)));
      }
      assertThat(senders).allMatch(ServiceLink::get);
    }
  }

  @Test
  void aMessageOverTheMaximumIsRefusedAtOnce() {
    List<Long> sizes = new ArrayList<>();
    MessageService service = link.service().workers(1).outstanding(2).maxMessageBytes(16 + 100);
    service.start(
        message -> {
          sizes.add(message.payload().byteSize());
          message.reply(NtStatus.SUCCESS);
        });
    for (int size : new int[] {100, 101, 1 << 20, 99}) {
      NtStatus expected = size > 100 ? NtStatus.UNSUCCESSFUL : NtStatus.SUCCESS;
      assertThat(link.ask(Buffers.allocate(size), 8).status()).isEqualTo(expected);
    }
    service.close();
    assertThat(sizes).containsExactly(100L, 99L);
    assertThat(service.unhandled()).isEqualTo(2);
  }

  @Test
  @DisplayName("GET-32: gets that somebody else cancels are posted again")
  void cancelledGetsAreReplaced() {
    try (MessageService service = link.service().workers(2)) {
      service.start(MessageServiceTest::echo);
      for (int i = 0; i < 100; i++) {
        link.port.cancelAll();
        assertThat(link.ask("still there?").text()).isEqualTo("still there?");
      }
    }
  }

  // ---- the end

  @Test
  @DisplayName("GET-19: a disconnect by the filter ends every worker")
  void disconnectByTheFilter() {
    BlockingQueue<Thread> workers = new LinkedBlockingQueue<>();
    CyclicBarrier allThree = new CyclicBarrier(3);
    MessageService service = link.service().workers(3);
    FutureTask<Boolean> server =
        ServiceLink.serve(
            service,
            message -> {
              workers.add(Thread.currentThread());
              allThree.await();
            });
    for (int i = 0; i < 3; i++) {
      assertThat(link.tell("hello", Timeout.infinite())).isEqualTo(Outcome.DELIVERED);
    }
    link.client.close();
    assertThat(get(server)).isTrue();
    assertThat(workers).hasSize(3).noneMatch(Thread::isAlive);
    service.serve(message -> {});
    service.start(message -> {}).close();
  }

  @Test
  void closingThePortEndsTheService() {
    FutureTask<Boolean> server = ServiceLink.serve(link.service(), MessageServiceTest::echo);
    assertThat(link.ask("ready?").text()).isEqualTo("ready?");
    link.port.close();
    assertThat(get(server)).isTrue();
    link.service().serve(message -> {});
  }

  @Test
  void anInterruptEndsServeAndLeavesThePortOpen() {
    MessageService service = link.service();
    FutureTask<Thread> self = new FutureTask<>(Thread::currentThread);
    FutureTask<Boolean> server =
        ServiceLink.start(
            () -> {
              self.run();
              service.serve(MessageServiceTest::echo);
              return Thread.currentThread().isInterrupted();
            });
    assertThat(link.ask("ready?").text()).isEqualTo("ready?");
    get(self).interrupt();
    assertThat(get(server)).isTrue();
    assertThat(link.port.isConnected()).isTrue();
  }

  @Test
  void closeWaitsForRunningHandlers() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean returned = new AtomicBoolean();
    MessageService service = link.service().workers(2).outstanding(3);
    service.start(
        message -> {
          entered.countDown();
          release.await();
          message.reply(NtStatus.SUCCESS);
          returned.set(true);
        });
    FutureTask<Answered> sender = ServiceLink.start(() -> link.ask("slow"));
    entered.await();
    FutureTask<Thread> self = new FutureTask<>(Thread::currentThread);
    FutureTask<Boolean> closer =
        ServiceLink.start(
            () -> {
              self.run();
              service.close();
              return returned.get();
            });
    awaitWaiting(get(self));
    assertThat(closer).isNotDone();
    release.countDown();
    assertThat(get(closer)).isTrue();
    assertThat(get(sender).outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(link.port.isConnected()).isTrue();
    assertThat(link.tell("nobody", Timeout.poll())).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  @DisplayName("GET-28: what was delivered before the close is handled")
  void closeHandlesWhatWasDelivered() {
    CountDownLatch release = new CountDownLatch(1);
    MessageService service = link.service().workers(1).outstanding(10);
    service.start(message -> release.await());
    for (int i = 0; i < 10; i++) {
      assertThat(link.tell("in time", Timeout.poll())).isEqualTo(Outcome.DELIVERED);
    }
    FutureTask<Boolean> closer =
        ServiceLink.start(
            () -> {
              service.close();
              return true;
            });
    release.countDown();
    assertThat(get(closer)).isTrue();
    service.close();
    assertThat(service.handled()).isEqualTo(10);
  }

  @Test
  void aHandlerMayCloseTheService() {
    MessageService service = link.service().workers(2);
    FutureTask<Boolean> server =
        ServiceLink.serve(
            service,
            message -> {
              service.close();
              message.reply(NtStatus.SUCCESS);
            });
    assertThat(link.ask("stop").outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(get(server)).isTrue();
  }

  @Test
  void itStartsAgainAfterItsClose() {
    MessageService service = link.service().workers(3);
    for (int i = 0; i < 20; i++) {
      String round = "round " + i;
      service.start(message -> message.reply(Buffers.utf8(round)));
      assertThat(link.ask("which?").text()).isEqualTo(round);
      service.close();
      assertThat(link.tell("closed", Timeout.poll())).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    }
    assertThat(service.handled()).isEqualTo(20);
  }

  @Test
  @DisplayName("GET-31: no message is lost or answered twice while the service stops and starts")
  void restartsUnderLoad() {
    MessageService service = link.service().workers(2);
    List<FutureTask<Boolean>> senders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = "sender " + i;
      senders.add(ServiceLink.start(() -> asksItself(name, 300)));
    }
    while (service.handled() < 8 * 300) {
      long before = service.handled();
      service.start(MessageServiceTest::echo);
      while (service.handled() == before) {
        Thread.onSpinWait();
      }
      service.close();
    }
    assertThat(senders).allMatch(ServiceLink::get);
    assertThat(service.handled()).isEqualTo(8 * 300);
  }

  // ---- what it refuses

  @Test
  void aRunningServiceDoesNotStartAgain() {
    try (MessageService service = link.service().start(MessageServiceTest::echo)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> service.start(MessageServiceTest::echo))
          .withMessageContaining("is running");
    }
  }

  @Test
  @DisplayName("GET-26: one connection has one service")
  void aSecondServiceOnOnePort() {
    try (MessageService first = link.service().start(MessageServiceTest::echo);
        MessageService second = link.service()) {
      FilterPortException refused =
          catchThrowableOfType(
              FilterPortException.class, () -> second.start(MessageServiceTest::echo));
      assertThat(refused.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
      assertThat(link.ask("first?").text()).isEqualTo("first?");
      assertThat(first.unhandled()).isZero();
    }
  }

  @Test
  void numbersOutOfRange() {
    MessageService service = link.service();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> service.workers(0))
        .withMessageContaining("1 to 1024");
    assertThatIllegalArgumentException().isThrownBy(() -> service.workers(1025));
    assertThatIllegalArgumentException().isThrownBy(() -> service.outstanding(0));
    assertThatIllegalArgumentException().isThrownBy(() -> service.outstanding(1025));
    assertThatIllegalArgumentException().isThrownBy(() -> service.bufferBytes(15));
    assertThatIllegalArgumentException().isThrownBy(() -> service.maxMessageBytes(15));
  }

  @Test
  void aServiceWhoseHandleIsClosedEndsThoughTheConnectionLivesOn() {
    FilterPort copy = link.port.duplicate();
    MessageService service = MessageService.on(copy).workers(1).outstanding(8);
    FutureTask<Boolean> server = ServiceLink.serve(service, message -> copy.close());
    assertThat(link.tell("first", Timeout.infinite())).isEqualTo(Outcome.DELIVERED);
    assertThat(get(server)).isTrue();
    assertThat(link.port.isConnected()).isTrue();
    assertThat(link.tell("second", Timeout.poll())).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
  }
}
