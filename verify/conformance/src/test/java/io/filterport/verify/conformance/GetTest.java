package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FilterGetMessage, with and without an OVERLAPPED. */
@EachWorld
class GetTest {
  private static final int SLOTS = 64;

  /** What the service's own process has outstanding. */
  private static Overlapped left;

  private final WorldKind kind;
  private final World world;
  private final Link link;

  GetTest(WorldKind kind) {
    this.kind = kind;
    world = World.withPort(kind, 2);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Background<FilterPortException> blockedGet() {
    return Background.of(() -> Failures.failure(() -> link.port().getMessage(Buffers.allocate(64))))
        .untilBlocked();
  }

  private List<Get> gets(int count, int size) {
    List<Get> gets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      gets.add(link.get(size));
    }
    return gets;
  }

  // ---- posting

  @Test
  @DisplayName("GET-01: an empty or read-only buffer is refused, nothing is queued")
  void badBuffer() {
    Overlapped overlapped = world.overlapped();
    for (MemorySegment bad : List.of(Buffers.allocate(0), Buffers.allocate(64).asReadOnly())) {
      FilterPortException failure = Failures.failure(() -> link.port().getMessage(bad));
      assertThat(failure.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
      assertThat(failure.hresult().value()).isEqualTo(0x80070057);
      assertThat(Failures.status(() -> link.port().getMessage(bad, overlapped)))
          .isEqualTo(NtStatus.INVALID_PARAMETER);
    }
    assertThat(link.tell("", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    assertThat(overlapped.isComplete()).isFalse();
    link.port().getMessage(Buffers.allocate(64), overlapped);
    assertThat(link.tell("", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("GET-02: getters of 1 to 15 bytes are accepted and end too small, 16 take a header")
  void tiny() {
    for (int size = 1; size < MessageHeader.SIZE; size++) {
      Get get = link.get(size);
      assertThat(get.isDone()).isFalse();
      assertThat(link.tell("", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
      assertThat(get.await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
      assertThat(Failures.failure(get.overlapped::result).bytes()).isEqualTo(16);
    }
    Get get = link.get(MessageHeader.SIZE);
    assertThat(link.tell("", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.await().overlapped.result()).isEqualTo(16);
  }

  @Test
  @DisplayName("GET-02: a tiny getter can be cancelled and disconnected, like any other")
  void tinyEnds() {
    Get cancelled = link.get(1);
    assertThat(link.port().cancel(cancelled.overlapped)).isTrue();
    assertThat(cancelled.status()).isEqualTo(NtStatus.CANCELLED);
    Get disconnected = link.get(15);
    link.client().close();
    assertThat(disconnected.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
  }

  @Test
  @DisplayName("GET-03: on a connection that is over a get fails at once, without completion")
  void disconnected() {
    CompletionPort queue = world.completionPort();
    queue.associate(link.port(), 1);
    link.closeByFilter();
    Overlapped overlapped = world.overlapped();
    FilterPortException failure =
        Failures.failure(() -> link.port().getMessage(Buffers.allocate(64), overlapped));
    assertThat(failure.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(failure.hresult().value()).isEqualTo(0x80070006);
    assertThat(Failures.status(() -> link.port().getMessage(Buffers.allocate(64))))
        .isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(overlapped.isComplete()).isFalse();
    assertThat(queue.get(Timeout.poll())).isNull();
  }

  @Test
  @DisplayName("GET-03: an OVERLAPPED of a refused get stayed in use")
  void overlappedOfRefusedGet() {
    Link other = world.link();
    Overlapped overlapped = world.overlapped();
    link.closeByFilter();
    Failures.failure(() -> link.port().getMessage(Buffers.allocate(64), overlapped));
    other.port().getMessage(Buffers.allocate(64), overlapped);
    other.tell("x", Timeout.poll());
    assertThat(overlapped.await(Link.LONG)).isTrue();
    assertThat(overlapped.result()).isEqualTo(17);
  }

  @Test
  @DisplayName("GET-05, GET-06: without OVERLAPPED it blocks until a message, and tells its length")
  void synchronous() {
    MemorySegment buffer = Buffers.allocate(64);
    Background<Integer> get = Background.of(() -> link.port().getMessage(buffer)).untilBlocked();
    link.tell("hello", Timeout.poll());
    assertThat(get.result()).isEqualTo(21);
    assertThat(Buffers.bytes(buffer.asSlice(16, 5))).isEqualTo(Link.bytes("hello"));
  }

  @Test
  @DisplayName("GET-05: a message that waits already is got without blocking")
  void synchronousWithSenderWaiting() {
    Background<SendResult> sender = link.telling("early", Link.LONG).untilBlocked();
    assertThat(link.port().getMessage(Buffers.allocate(21))).isEqualTo(21);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName(
      "GET-07: an overlapped get is accepted though a sender waits, the completion follows")
  void senderWaits() {
    CompletionPort queue = world.completionPort();
    queue.associate(link.port(), 1);
    Background<SendResult> sender = link.telling("early", Link.LONG).untilBlocked();
    Get get = link.get();
    assertThat(queue.get(Link.LONG).overlapped()).isSameAs(get.overlapped);
    assertThat(queue.get(Timeout.poll())).isNull();
    assertThat(get.text()).isEqualTo("early");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("GET-08: the event is reset when a get is accepted and set when it completes")
  void event() {
    Overlapped overlapped = world.overlapped();
    assertThat(overlapped.isComplete()).isFalse();
    assertThat(overlapped.status()).isEqualTo(NtStatus.PENDING);
    for (int i = 0; i < 3; i++) {
      link.port().getMessage(Buffers.allocate(64), overlapped);
      assertThat(overlapped.isComplete()).isFalse();
      assertThat(overlapped.status()).isEqualTo(NtStatus.PENDING);
      assertThat(Failures.status(overlapped::result)).isEqualTo(NtStatus.PENDING);
      assertThat(overlapped.await(Timeout.poll())).isFalse();
      assertThat(overlapped.await(Timeout.ofMillis(1))).isFalse();
      link.tell("x", Timeout.poll());
      assertThat(overlapped.isComplete()).isTrue();
      assertThat(overlapped.await(Timeout.poll())).isTrue();
      assertThat(overlapped.status()).isEqualTo(NtStatus.SUCCESS);
    }
  }

  @Test
  @DisplayName("GET-08: an OVERLAPPED that was never used is not complete, and has no result")
  void neverUsed() {
    Overlapped overlapped = world.overlapped();
    assertThat(overlapped.await(Timeout.poll())).isFalse();
    assertThat(Failures.status(overlapped::result)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(link.port().cancel(overlapped)).isFalse();
  }

  @Test
  @DisplayName("GET-08: every thread that waits for the event is woken by the message")
  void awaitsEvent() {
    Get get = link.get();
    List<Background<Boolean>> waiters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiters.add(Background.of(() -> get.overlapped.await(Timeout.infinite())).untilBlocked());
    }
    link.tell("x", Timeout.poll());
    assertThat(waiters).allMatch(Background::result);
  }

  @Test
  @DisplayName("GET-08: an interrupt ends the wait for the event, not the get")
  void interruptedWait() {
    Get get = link.get();
    Background<Boolean> waiter =
        Background.of(
                () -> {
                  boolean complete = get.overlapped.await(Timeout.infinite());
                  return complete || !Thread.currentThread().isInterrupted();
                })
            .untilBlocked();
    waiter.thread.interrupt();
    assertThat(waiter.result()).isFalse();
    link.tell("x", Timeout.poll());
    assertThat(get.text()).isEqualTo("x");
  }

  @Test
  @DisplayName("GET-08: the future of a get is its bytes, or its failure")
  void future() throws Exception {
    Get get = link.get();
    CompletableFuture<Integer> bytes = get.overlapped.toFuture();
    link.tell("x", Timeout.poll());
    assertThat(bytes.get(20, TimeUnit.SECONDS)).isEqualTo(17);
    assertThat(get.overlapped.toFuture().get(20, TimeUnit.SECONDS)).isEqualTo(17);
    Get cancelled = link.get();
    CompletableFuture<Integer> failing = cancelled.overlapped.toFuture();
    link.port().cancel(cancelled.overlapped);
    assertThat(failing.handle((count, failure) -> failure).get(20, TimeUnit.SECONDS))
        .satisfiesAnyOf(
            failure -> assertCancelled(failure), failure -> assertCancelled(failure.getCause()));
  }

  @Test
  @DisplayName("GET-08: a future that is asked for after the end is complete")
  void futureOfWhatIsOver() throws Exception {
    Get get = link.get();
    link.tell("x", Timeout.poll());
    get.await();
    assertThat(get.overlapped.toFuture().get(20, TimeUnit.SECONDS)).isEqualTo(17);
  }

  @Test
  @DisplayName(
      "MAP-07, INV-05: dependants that wait hold up no other future, however many they are")
  void futuresBesideWaitingDependants() throws Exception {
    Gate gate = new Gate();
    int more = Runtime.getRuntime().availableProcessors() + 1;
    for (int i = 0; i < more; i++) {
      world.onCompletion(link.get().overlapped, gate::hold);
      link.tell("x", Timeout.poll());
    }
    gate.awaitHeld(more);
    Get get = link.get();
    CompletableFuture<Integer> bytes = get.overlapped.toFuture();
    link.tell("x", Timeout.poll());
    assertThat(bytes.get(20, TimeUnit.SECONDS)).isEqualTo(17);
    gate.open();
  }

  private static void assertCancelled(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            FilterPortException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.CANCELLED));
  }

  @Test
  @DisplayName("GET-09: an OVERLAPPED in use is refused, by any port; its first get is unharmed")
  void inUse() {
    Get get = link.get();
    Link other = world.link();
    for (Link each : List.of(link, other)) {
      FilterPortException failure =
          Failures.failure(() -> each.port().getMessage(Buffers.allocate(64), get.overlapped));
      assertThat(failure.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
      assertThat(failure.hresult().value()).isEqualTo(0x80070057);
    }
    link.tell("x", Timeout.poll());
    assertThat(get.text()).isEqualTo("x");
    assertThat(link.tell("y", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    assertThat(other.tell("y", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    other.port().getMessage(get.buffer, get.overlapped);
    other.tell("now it may", Timeout.poll());
    assertThat(get.text()).isEqualTo("now it may");
  }

  @Test
  @DisplayName("GET-11: as many getters as slots each take a message, though nobody looks")
  void asManyAsSlots() {
    List<Get> gets = gets(SLOTS, 64);
    for (int i = 0; i < SLOTS; i++) {
      assertThat(link.tell("message " + i, Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    }
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    for (int i = 0; i < SLOTS; i++) {
      assertThat(gets.get(i).text()).isEqualTo("message " + i);
    }
  }

  @Test
  @DisplayName("GET-11, GET-13: many more getters than slots, each takes its message in turn")
  void manyGetters() {
    int count = kind == WorldKind.EMBEDDED ? 10_000 : 3 * SLOTS + 1;
    List<Get> gets = gets(count, 32);
    Background<Get> collecting = Background.of(() -> gets.getLast().await());
    for (int i = 0; i < count; i++) {
      assertThat(link.tell(Integer.toString(i), Link.LONG).outcome()).isEqualTo(Outcome.DELIVERED);
    }
    collecting.result();
    for (int i = 0; i < count; i++) {
      assertThat(gets.get(i).text()).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  @DisplayName("GET-11: ten thousand small getters and one large message overflowed the stack")
  void manySmallGetters() {
    List<Get> gets = gets(kind == WorldKind.EMBEDDED ? 10_000 : 2 * SLOTS, 17);
    Background<SendResult> sender = link.telling("too large", Link.LONG).untilBlocked();
    assertThat(gets.getFirst().await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(link.get(64).text()).isEqualTo("too large");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("GET-12: a getter serves one message, and its buffer is left alone afterwards")
  void oneMessage() {
    Get get = link.get();
    link.tell("first", Timeout.poll());
    assertThat(get.text()).isEqualTo("first");
    assertThat(link.tell("other", Timeout.poll()).outcome())
        .isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    assertThat(get.text()).isEqualTo("first");
  }

  @Test
  @DisplayName("GET-13: the oldest getter that fits is served, whichever thread posted it")
  void oldestThatFits() {
    Get small = Background.of(() -> link.get(17)).result();
    Get first = Background.of(() -> link.get(64)).result();
    Get second = link.get(64);
    link.tell("large", Timeout.poll());
    link.tell("large", Timeout.poll());
    assertThat(first.isDone()).isTrue();
    assertThat(second.isDone()).isTrue();
    assertThat(small.isDone()).isFalse();
    link.tell("x", Timeout.poll());
    assertThat(small.text()).isEqualTo("x");
  }

  @Test
  @DisplayName("GET-13: a blocked get and overlapped gets are one queue")
  void blockedAndOverlapped() {
    Background<Integer> blocked =
        Background.of(() -> link.port().getMessage(Buffers.allocate(64))).untilBlocked();
    Get overlapped = link.get();
    link.tell("1", Timeout.poll());
    assertThat(blocked.result()).isEqualTo(17);
    assertThat(overlapped.isDone()).isFalse();
    link.tell("22", Timeout.poll());
    assertThat(overlapped.text()).isEqualTo("22");
  }

  @Test
  @DisplayName("GET-14: a client that never replies keeps receiving")
  void neverReplies() {
    List<Background<SendResult>> senders = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Get get = link.get();
      senders.add(link.asking("message " + i, Buffers.allocate(4), Timeout.infinite()));
      assertThat(get.text()).isEqualTo("message " + i);
    }
    assertThat(senders).noneMatch(Background::isDone);
  }

  // ---- completion

  @Test
  @DisplayName("GET-15: the count is 16 and the payload, up to the last byte of the buffer")
  void count() {
    for (int payload : new int[] {0, 1, 47, 48}) {
      Get get = link.get(64);
      link.tell(new byte[payload], Timeout.poll());
      assertThat(get.await().overlapped.result()).isEqualTo(16 + payload);
    }
    Get get = link.get(64);
    link.tell(new byte[49], Timeout.poll());
    assertThat(get.await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
  }

  @Test
  @DisplayName(
      "GET-16: too small by one byte: the bytes needed, an untouched buffer, a waiting sender")
  void tooSmall() {
    Get small = link.get(20);
    Background<SendResult> sender = link.telling("hello", Link.LONG);
    assertThat(small.await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    FilterPortException failure = Failures.failure(small.overlapped::result);
    assertThat(failure.hresult().value()).isEqualTo(0x8007007A);
    assertThat(failure.bytes()).isEqualTo(21);
    assertThat(Buffers.bytes(small.buffer)).containsOnly(0xCC);
    assertThat(sender.isDone()).isFalse();
    assertThat(link.get(21).text()).isEqualTo("hello");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("GET-16, GET-17: a get without OVERLAPPED tells the size needed, too")
  void growsAndTriesAgain() {
    Background<SendResult> sender = link.telling("0123456789", Link.LONG);
    MemorySegment buffer = Buffers.allocate(20);
    FilterPortException failure = Failures.failure(() -> link.port().getMessage(buffer));
    assertThat(failure.status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(failure.hresult().value()).isEqualTo(0x8007007A);
    assertThat(failure.bytes()).isEqualTo(26);
    assertThat(Buffers.bytes(buffer)).containsOnly(0);
    assertThat(link.port().getMessage(Buffers.allocate((int) failure.bytes()))).isEqualTo(26);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("GET-18: the sender's time runs on between the small getter and the next")
  void deadlineRunsOn() {
    Get small = link.get(17);
    Background<SendResult> sender = link.telling("too late", Timeout.ofMillis(100));
    assertThat(small.await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    Get large = link.get(64);
    assertThat(large.isDone()).isFalse();
    link.tell("the next", Timeout.poll());
    assertThat(large.text()).isEqualTo("the next");
  }

  @Test
  @DisplayName("GET-19: a disconnect completes every getter, also those beyond the slots")
  void disconnectCompletesAll() {
    List<Get> gets = gets(SLOTS + 6, 64);
    Background<FilterPortException> blocked = blockedGet();
    link.client().close();
    for (Get get : gets) {
      assertThat(get.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
      FilterPortException failure = Failures.failure(get.overlapped::result);
      assertThat(failure.hresult().value()).isEqualTo(0x80070006);
      assertThat(failure.bytes()).isZero();
    }
    assertThat(blocked.result().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(blocked.result().hresult().value()).isEqualTo(0x80070006);
  }

  @Test
  @DisplayName("GET-34: a getter survives its thread")
  void survivesThread() {
    world.atService(link.port(), GetTest::getInThreadThatEnds);
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(world.atService(link.port(), GetTest::resultOfIt)).isEqualTo(17);
  }

  private static long getInThreadThatEnds(FilterPort port) throws InterruptedException {
    left = Overlapped.create();
    Thread poster = Thread.ofPlatform().start(() -> port.getMessage(Buffers.allocate(64), left));
    return poster.join(Duration.ofSeconds(20)) ? 0 : fail("the thread lives");
  }

  private static long resultOfIt(FilterPort port) {
    assertThat(left.await(Link.LONG)).isTrue();
    return left.result();
  }

  @Test
  @DisplayName("GET-35: 8 threads in blocked gets, each returns one message of its own")
  void manyThreads() {
    List<Background<Long>> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Background.of(
                  () -> {
                    MemorySegment buffer = Buffers.allocate(64);
                    link.port().getMessage(buffer);
                    return MessageHeader.read(buffer).messageId();
                  })
              .untilBlocked());
    }
    for (int i = 0; i < 8; i++) {
      assertThat(
              link.client().send(Buffers.utf8("x"), Buffers.allocate(0), Timeout.poll()).outcome())
          .isEqualTo(Outcome.TIMEOUT_NO_REPLY);
    }
    assertThat(threads)
        .extracting(Background::result)
        .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }
}
