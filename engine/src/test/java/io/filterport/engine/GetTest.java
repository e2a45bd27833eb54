package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.Link.Get;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.Overlapped;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FilterGetMessage, with and without an OVERLAPPED; its cancellation. */
class GetTest {
  private final World world = World.withPort(2);
  private final Link link = world.link();

  @AfterEach
  void close() {
    world.close();
  }

  private Background<NtStatus> blockedGet() {
    return Background.of(() -> Failures.status(() -> link.port().getMessage(Buffers.allocate(64))))
        .untilBlocked();
  }

  @Test
  @DisplayName("GET-01: an empty or read-only buffer is refused, nothing is queued")
  void badBuffer() {
    Overlapped overlapped = Overlapped.create();
    for (MemorySegment bad : List.of(Buffers.allocate(0), Buffers.allocate(64).asReadOnly())) {
      assertThat(Failures.status(() -> link.port().getMessage(bad)))
          .isEqualTo(NtStatus.INVALID_PARAMETER);
      assertThat(Failures.status(() -> link.port().getMessage(bad, overlapped)))
          .isEqualTo(NtStatus.INVALID_PARAMETER);
    }
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
  }

  @Test
  @DisplayName("GET-02: a getter smaller than the header is accepted, and ends too small")
  void tiny() {
    Get get = link.get(1);
    link.tell("", Timeout.poll());
    assertThat(get.status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(Failures.failure(get.overlapped::result).bytes()).isEqualTo(16);
  }

  @Test
  @DisplayName("GET-03: on a connection that is over a get fails at once, without completion")
  void disconnected() {
    link.client().close();
    Overlapped overlapped = Overlapped.create();
    assertThat(Failures.status(() -> link.port().getMessage(Buffers.allocate(64), overlapped)))
        .isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(Failures.status(() -> link.port().getMessage(Buffers.allocate(64))))
        .isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(overlapped.isComplete()).isFalse();
  }

  @Test
  @DisplayName("GET-03: an OVERLAPPED of a refused get stayed in use")
  void overlappedOfRefusedGet() {
    Link other = world.link();
    Overlapped overlapped = Overlapped.create();
    link.client().close();
    Failures.failure(() -> link.port().getMessage(Buffers.allocate(64), overlapped));
    other.port().getMessage(Buffers.allocate(64), overlapped);
    other.tell("x", Timeout.poll());
    assertThat(overlapped.result()).isEqualTo(17);
  }

  @Test
  @DisplayName(
      "GET-05, GET-06: a get without OVERLAPPED blocks until a message, and tells its length")
  void synchronous() {
    MemorySegment buffer = Buffers.allocate(64);
    Background<Integer> get = Background.of(() -> link.port().getMessage(buffer)).untilBlocked();
    link.tell("hello", Timeout.poll());
    assertThat(get.result()).isEqualTo(21);
    assertThat(Buffers.bytes(buffer.asSlice(16, 5))).isEqualTo(Link.bytes("hello"));
  }

  @Test
  @DisplayName("GET-05: a buffer that is confined to the getting thread is filled too")
  void confinedBuffer() {
    Background<String> get =
        Background.of(
            () -> {
              try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = arena.allocate(64);
                int bytes = link.port().getMessage(buffer);
                return new String(
                    Buffers.bytes(buffer.asSlice(16, bytes - 16)),
                    java.nio.charset.StandardCharsets.UTF_8);
              }
            });
    link.tell("hello", Link.LONG);
    assertThat(get.result()).isEqualTo("hello");
  }

  @Test
  @DisplayName("GET-07: an overlapped get is accepted though a sender waits already")
  void senderWaits() {
    var sender = link.telling("early", Link.LONG).untilBlocked();
    assertThat(link.get().text()).isEqualTo("early");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("GET-08: the event is reset when a get is accepted and set when it completes")
  void event() {
    Overlapped overlapped = Overlapped.create();
    assertThat(overlapped.isComplete()).isFalse();
    for (int i = 0; i < 3; i++) {
      link.port().getMessage(Buffers.allocate(64), overlapped);
      assertThat(overlapped.isComplete()).isFalse();
      assertThat(overlapped.status()).isEqualTo(NtStatus.PENDING);
      assertThat(Failures.status(overlapped::result)).isEqualTo(NtStatus.PENDING);
      assertThat(overlapped.await(Timeout.poll())).isFalse();
      link.tell("x", Timeout.poll());
      assertThat(overlapped.isComplete()).isTrue();
    }
  }

  @Test
  @DisplayName("GET-08: a thread that waits for the event is woken by the message")
  void awaitsEvent() {
    Overlapped overlapped = Overlapped.create();
    link.port().getMessage(Buffers.allocate(64), overlapped);
    Background<Boolean> waiter =
        Background.of(() -> overlapped.await(Timeout.infinite())).untilBlocked();
    link.tell("x", Timeout.poll());
    assertThat(waiter.result()).isTrue();
  }

  @Test
  @DisplayName("GET-08: an interrupt ends the wait for the event, not the get")
  void interruptedWait() {
    Get get = link.get();
    Background<Boolean> waiter =
        Background.of(() -> get.overlapped.await(Timeout.infinite())).untilBlocked();
    waiter.thread.interrupt();
    assertThat(waiter.result()).isFalse();
    link.tell("x", Timeout.poll());
    assertThat(get.text()).isEqualTo("x");
  }

  @Test
  @DisplayName("GET-09: an OVERLAPPED in use is refused, its first get is unharmed")
  void inUse() {
    Get get = link.get();
    assertThat(Failures.status(() -> link.port().getMessage(Buffers.allocate(64), get.overlapped)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    link.tell("x", Timeout.poll());
    assertThat(get.text()).isEqualTo("x");
    assertThat(link.tell("y", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
  }

  @Test
  @DisplayName("GET-11: ten thousand getters, each takes its message in turn")
  void manyGetters() {
    List<Get> gets = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      gets.add(link.get(32));
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(link.tell(Integer.toString(i), Timeout.poll()).outcome())
          .isEqualTo(Outcome.DELIVERED);
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(gets.get(i).text()).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  @DisplayName("GET-11: ten thousand small getters and one large message overflowed the stack")
  void manySmallGetters() {
    List<Get> gets = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      gets.add(link.get(17));
    }
    var sender = link.telling("too large", Link.LONG).untilBlocked();
    assertThat(gets.getFirst().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(link.get(64).text()).isEqualTo("too large");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("GET-14: a client that never replies keeps receiving")
  void neverReplies() {
    List<Background<?>> senders = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Get get = link.get();
      senders.add(link.asking("message " + i, Buffers.allocate(4), Timeout.infinite()));
      assertThat(get.text()).isEqualTo("message " + i);
    }
    assertThat(senders).noneMatch(Background::isDone);
  }

  @Test
  @DisplayName("GET-16, GET-17: a get that is too small tells the size, GET-18: and tries again")
  void growsAndTriesAgain() {
    var sender = link.telling("0123456789", Link.LONG);
    FilterPortException failure =
        Failures.failure(() -> link.port().getMessage(Buffers.allocate(20)));
    assertThat(failure.status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(failure.hresult().value()).isEqualTo(0x8007007A);
    assertThat(failure.bytes()).isEqualTo(26);
    assertThat(link.port().getMessage(Buffers.allocate((int) failure.bytes()))).isEqualTo(26);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("GET-19: a disconnect completes every getter, also those beyond the slots")
  void disconnectCompletesAll() {
    List<Get> gets = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      gets.add(link.get());
    }
    Background<NtStatus> blocked = blockedGet();
    link.client().close();
    assertThat(gets)
        .allSatisfy(get -> assertThat(get.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED));
    assertThat(blocked.result()).isEqualTo(NtStatus.PORT_DISCONNECTED);
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
    link.port().cancelAll();
    assertThat(failing.handle((count, failure) -> failure).get(20, TimeUnit.SECONDS))
        .satisfiesAnyOf(
            failure -> assertThat(failure).isInstanceOf(FilterPortException.class),
            failure -> assertThat(failure).hasCauseInstanceOf(FilterPortException.class));
  }

  @Test
  @DisplayName("GET-29, GET-30: cancel one, cancel all, nothing to cancel")
  void cancel() {
    Get one = link.get();
    Get two = link.get();
    Get three = link.get();
    assertThat(link.port().cancel(two.overlapped)).isTrue();
    assertThat(two.status()).isEqualTo(NtStatus.CANCELLED);
    assertThat(two.status().toHResult().value()).isEqualTo(0x800703E3);
    assertThat(link.port().cancel(two.overlapped)).isFalse();
    assertThat(one.isDone()).isFalse();
    assertThat(link.port().cancelAll()).isTrue();
    assertThat(one.status()).isEqualTo(NtStatus.CANCELLED);
    assertThat(three.status()).isEqualTo(NtStatus.CANCELLED);
    assertThat(link.port().cancelAll()).isFalse();
    assertThat(link.port().cancel(Overlapped.create())).isFalse();
  }

  @Test
  @DisplayName("GET-29: a getter beyond the slots can be cancelled too")
  void cancelBeyondSlots() {
    List<Get> gets = new ArrayList<>();
    for (int i = 0; i < 65; i++) {
      gets.add(link.get());
    }
    assertThat(link.port().cancel(gets.getLast().overlapped)).isTrue();
    assertThat(gets.getLast().status()).isEqualTo(NtStatus.CANCELLED);
  }

  @Test
  @DisplayName("GET-30: another port's get is not ours to cancel")
  void cancelElsewhere() {
    Get get = link.get();
    Link other = world.link();
    assertThat(other.port().cancel(get.overlapped)).isFalse();
    assertThat(other.port().cancelAll()).isFalse();
    assertThat(get.isDone()).isFalse();
  }

  @Test
  @DisplayName("GET-31: cancel against delivery, one outcome each, no message lost")
  void cancelAgainstDelivery() {
    int delivered = 0;
    Background<Integer> sender =
        Background.of(
            () -> {
              int sent = 0;
              while (link.tell("x", Timeout.ofMillis(2000)).outcome() == Outcome.DELIVERED) {
                sent++;
              }
              return sent;
            });
    for (int i = 0; i < 20_000; i++) {
      Get get = link.get(32);
      boolean cancelled = link.port().cancel(get.overlapped);
      assertThat(get.await().status()).isEqualTo(cancelled ? NtStatus.CANCELLED : NtStatus.SUCCESS);
      delivered += cancelled ? 0 : 1;
    }
    link.port().close();
    assertThat(sender.result()).isEqualTo(delivered);
  }

  @Test
  @DisplayName("GET-32: cancelling harms neither the connection nor replies under way")
  void cancelIsHarmless() {
    Get get = link.get();
    var sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    get.await();
    link.get();
    link.port().cancelAll();
    get.reply("fine");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(link.port().isConnected()).isTrue();
  }

  @Test
  @DisplayName("GET-33: an interrupt cancels a blocked get and leaves the flag set")
  void interrupt() {
    Background<Boolean> get =
        Background.of(
            () -> {
              assertThat(Failures.status(() -> link.port().getMessage(Buffers.allocate(64))))
                  .isEqualTo(NtStatus.CANCELLED);
              return Thread.currentThread().isInterrupted();
            });
    get.untilBlocked().thread.interrupt();
    assertThat(get.result()).isTrue();
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
  }

  @Test
  @DisplayName("GET-33: cancelAll ends a blocked get")
  void cancelBlocked() {
    Background<NtStatus> get = blockedGet();
    assertThat(link.port().cancelAll()).isTrue();
    assertThat(get.result()).isEqualTo(NtStatus.CANCELLED);
  }

  @Test
  @DisplayName("GET-34: a getter survives its thread")
  void survivesThread() {
    Get get = Background.of(link::get).result();
    link.tell("x", Timeout.poll());
    assertThat(get.text()).isEqualTo("x");
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
      link.client().send(Buffers.utf8("x"), Buffers.allocate(0), Timeout.poll());
    }
    assertThat(threads)
        .extracting(Background::result)
        .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  @DisplayName("MAP-11: gets and sends work on virtual threads")
  void virtualThreads() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      threads.add(Thread.startVirtualThread(() -> link.tell("x", Link.LONG)));
      threads.add(Thread.startVirtualThread(() -> link.port().getMessage(Buffers.allocate(64))));
    }
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    }
  }
}
