package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import io.filterport.service.MessageService;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltSendMessage: which getter a message goes to. */
@EachWorld
class KsmDeliveryTest {
  private static final SendResult DELIVERED =
      new SendResult(Outcome.DELIVERED, NtStatus.SUCCESS, 0);
  private static final SendResult NOT_DELIVERED =
      new SendResult(Outcome.TIMEOUT_NOT_DELIVERED, NtStatus.TIMEOUT, 0);

  private static final int MESSAGES = 2_000;

  private final World world;
  private final Link link;

  KsmDeliveryTest(WorldKind kind) {
    world = World.withPort(kind, 4);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private SendResult poll(String text) {
    return link.tell(text, Timeout.poll());
  }

  @Test
  @DisplayName("KSM-06: an empty message is a header alone, and needs room for it")
  void emptyMessage() {
    Get get = link.get(16);
    assertThat(poll("")).isEqualTo(DELIVERED);
    assertThat(get.payload()).isEmpty();
    Get smaller = link.get(15);
    assertThat(poll("")).isEqualTo(NOT_DELIVERED);
    assertThat(Failures.failure(smaller.await().overlapped::result).bytes()).isEqualTo(16);
  }

  @Test
  @DisplayName("KSM-11: the message is read when a getter is there for it, not before")
  void readAtDelivery() {
    MemorySegment message = Buffers.utf8("before");
    Background<SendResult> sender =
        Background.of(() -> link.client().send(message, null, Link.LONG)).untilBlocked();
    message.copyFrom(Buffers.utf8("after!"));
    assertThat(link.get().text()).isEqualTo("after!");
    assertThat(sender.result()).isEqualTo(DELIVERED);
  }

  @Test
  @DisplayName("KSM-12: a thousand sends that time out leave nothing behind")
  void nothingIsStored() {
    for (int i = 0; i < 1000; i++) {
      assertThat(poll("lost")).isEqualTo(NOT_DELIVERED);
    }
    Get get = link.get();
    assertThat(get.isDone()).isFalse();
    assertThat(poll("first")).isEqualTo(DELIVERED);
    assertThat(get.text()).isEqualTo("first");
  }

  @Test
  @DisplayName("KSM-16: the oldest getter is served first")
  void oldestFirst() {
    List<Get> gets = List.of(link.get(), link.get(), link.get());
    for (int i = 0; i < 3; i++) {
      poll("message " + i);
    }
    assertThat(gets).extracting(Get::text).containsExactly("message 0", "message 1", "message 2");
  }

  @Test
  @DisplayName("KSM-16: of three threads that get, the one that came first is served first")
  void oldestThreadFirst() {
    List<Background<String>> getters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      getters.add(Background.of(this::gotten).untilBlocked());
    }
    for (int i = 0; i < 3; i++) {
      assertThat(poll("message " + i)).isEqualTo(DELIVERED);
      assertThat(getters.get(i).result()).isEqualTo("message " + i);
    }
  }

  private String gotten() {
    MemorySegment buffer = Buffers.allocate(64);
    int bytes = link.port().getMessage(buffer);
    return Link.text(buffer.asSlice(16, bytes - 16));
  }

  @Test
  @DisplayName("KSM-17: a getter that is one byte too small learns the size, nothing is lost")
  void tooSmall() {
    Get small = link.get(16 + 7);
    Background<SendResult> sender = link.telling("12345678", Link.LONG);
    assertThat(small.await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(Failures.failure(small.overlapped::result).bytes()).isEqualTo(24);
    assertThat(Failures.failure(small.overlapped::result).hresult().value()).isEqualTo(0x8007007A);
    assertThat(Buffers.bytes(small.buffer)).containsOnly(0xCC);
    sender.untilBlocked();
    Get exact = link.get(24);
    assertThat(exact.text()).isEqualTo("12345678");
    assertThat(sender.result()).isEqualTo(DELIVERED);
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
    assertThat(sender.result()).isEqualTo(DELIVERED);
    assertThat(third.isDone()).isFalse();
  }

  @Test
  @DisplayName(
      "KSM-18: of getters that arrive back to back the small one fails, or stays for others")
  void backToBack() {
    Background<SendResult> sender = link.telling("x".repeat(100), Link.LONG).untilBlocked();
    Get small = link.get(20);
    Get large = link.get(200);
    assertThat(large.payload()).hasSize(100);
    assertThat(sender.result()).isEqualTo(DELIVERED);
    if (small.isDone()) {
      assertThat(small.status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
      assertThat(Failures.failure(small.overlapped::result).bytes()).isEqualTo(116);
    } else {
      assertThat(poll("four")).isEqualTo(DELIVERED);
      assertThat(small.text()).isEqualTo("four");
    }
  }

  @Test
  @DisplayName("KSM-18: a poll that fits nowhere fails one getter too")
  void pollFailsOne() {
    Get first = link.get(20);
    Get second = link.get(20);
    assertThat(poll("123456789")).isEqualTo(NOT_DELIVERED);
    assertThat(first.status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(second.isDone()).isFalse();
  }

  @Test
  @DisplayName("KSM-19: a small getter before a large one stays and takes a later message")
  void smallOneStays() {
    Get small = link.get(20);
    Get large = link.get(1024);
    assertThat(link.tell(new byte[100], Timeout.poll())).isEqualTo(DELIVERED);
    assertThat(large.payload()).hasSize(100);
    assertThat(small.isDone()).isFalse();
    poll("four");
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
    assertThat(senders).extracting(Background::result).containsOnly(DELIVERED);
  }

  @Test
  @DisplayName("KSM-20: a small message overtakes a large one that fits nowhere")
  void overtakes() {
    link.get(20);
    Get small = link.get(20);
    Background<SendResult> large = link.telling("a large message", Link.LONG).untilBlocked();
    assertThat(poll("tiny")).isEqualTo(DELIVERED);
    assertThat(small.text()).isEqualTo("tiny");
    assertThat(large.isDone()).isFalse();
    assertThat(link.get().text()).isEqualTo("a large message");
    assertThat(large.result()).isEqualTo(DELIVERED);
  }

  @Test
  @DisplayName("KSM-20: where an earlier message fits, a later one does not overtake it")
  void doesNotOvertake() {
    Background<SendResult> earlier = link.telling("five!", Link.LONG).untilBlocked();
    Background<SendResult> later = link.telling("x", Link.LONG).untilBlocked();
    assertThat(link.get(21).text()).isEqualTo("five!");
    assertThat(earlier.result()).isEqualTo(DELIVERED);
    assertThat(later.isDone()).isFalse();
    assertThat(link.get(17).text()).isEqualTo("x");
    assertThat(later.result()).isEqualTo(DELIVERED);
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
    assertThat(oldest.await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(poll("newcomer")).isEqualTo(NOT_DELIVERED);
    assertThat(fitsMiddle.text()).isEqualTo("y".repeat(50));
    assertThat(middle.result()).isEqualTo(DELIVERED);
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
      poll(Integer.toString(i));
    }
    for (int i = 0; i < 50; i++) {
      assertThat(gets.get(i).text()).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  @DisplayName("KSM-21: a service with one worker handled messages of one thread in another order")
  void oneWorker() {
    Background<Long> service = link.atService(KsmDeliveryTest::countOvertaking);
    for (int i = 1; i <= MESSAGES; i++) {
      assertThat(link.tell(Integer.toString(i), Link.LONG)).isEqualTo(DELIVERED);
    }
    assertThat(service.result()).isZero();
  }

  @Test
  @DisplayName("KSM-21: a get that was asked for its end before an earlier one completed before it")
  void askedOfTheLater() {
    Background<Long> service = link.atService(KsmDeliveryTest::askOfTheLater);
    assertThat(link.tell("1", Link.LONG)).isEqualTo(DELIVERED);
    assertThat(link.tell("2", Link.LONG)).isEqualTo(DELIVERED);
    assertThat(service.result()).isEqualTo(1);
  }

  private static long askOfTheLater(FilterPort port) {
    CompletionPort completions = CompletionPort.create();
    completions.associate(port, 0);
    Overlapped first = Overlapped.create();
    Overlapped second = Overlapped.create();
    port.getMessage(Buffers.allocate(64), first);
    port.getMessage(Buffers.allocate(64), second);
    Waits.until(second::isComplete);
    Completion packet = completions.get(Timeout.poll());
    completions.close();
    return packet != null && first.equals(packet.overlapped()) ? 1 : 2;
  }

  private static long countOvertaking(FilterPort port) {
    AtomicInteger overtaking = new AtomicInteger();
    AtomicInteger handled = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(MESSAGES);
    try (MessageService service = MessageService.on(port).workers(1).outstanding(8)) {
      service.start(
          message -> {
            int number = Integer.parseInt(Link.text(message.payload()));
            overtaking.addAndGet(number == handled.incrementAndGet() ? 0 : 1);
            all.countDown();
          });
      Waits.on(all);
    }
    return overtaking.get();
  }

  @Test
  @DisplayName("KSM-25: without a reply wanted, delivery is success, whatever the client does then")
  void deliveredIsSuccess() {
    Get get = link.get();
    assertThat(link.tell("x", Link.LONG)).isEqualTo(DELIVERED);
    assertThat(get.text()).isEqualTo("x");
  }

  @Test
  @DisplayName("KSM-25: of messages before the client's close those that reached a getter count")
  void deliveredBeforeTheClose() {
    Get taken = link.get();
    Get other = link.get();
    assertThat(link.tell("x", Timeout.infinite())).isEqualTo(DELIVERED);
    assertThat(link.tell("y", Timeout.infinite())).isEqualTo(DELIVERED);
    Background<SendResult> late = link.telling("z", Timeout.infinite()).untilBlocked();
    link.port().close();
    assertThat(late.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(taken.text()).isEqualTo("x");
    assertThat(other.text()).isEqualTo("y");
  }

  @Test
  @DisplayName("KSM-53: a message goes to the client it is sent to, and to no other")
  void noBroadcast() {
    Link other = world.link();
    Get mine = link.get();
    Get others = other.get();
    assertThat(poll("x")).isEqualTo(DELIVERED);
    assertThat(mine.text()).isEqualTo("x");
    assertThat(others.isDone()).isFalse();
  }
}
