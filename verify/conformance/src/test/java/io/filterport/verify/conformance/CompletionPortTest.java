package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Completion ports. */
@EachWorld
class CompletionPortTest {
  private final World world;
  private final Link link;
  private final CompletionPort queue;

  CompletionPortTest(WorldKind kind) {
    world = World.withPort(kind, 4);
    link = world.link();
    queue = world.completionPort();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Completion next() {
    return queue.get(Link.LONG);
  }

  /** Without a limit: a worker that nobody wakes must not look by itself. */
  private Background<Completion> worker() {
    return Background.of(() -> queue.get(Timeout.infinite())).untilBlocked();
  }

  private void assertNoPacket() {
    assertThat(queue.get(Timeout.poll())).isNull();
  }

  // ---- packets

  @Test
  @DisplayName("GET-21: each overlapped get posts one packet, with key, count and status")
  void onePacketEach() {
    queue.associate(link.port(), 42);
    Get get = link.get();
    Get small = link.get(17);
    link.tell("hello", Timeout.poll());
    link.tell("hello", Timeout.poll());
    assertThat(next()).isEqualTo(new Completion(42, get.overlapped, NtStatus.SUCCESS, 21));
    assertThat(next())
        .isEqualTo(new Completion(42, small.overlapped, NtStatus.BUFFER_TOO_SMALL, 21));
    assertNoPacket();
  }

  @Test
  @DisplayName("GET-21, GET-22: cancelled and disconnected gets post packets with their failure")
  void failedPackets() {
    queue.associate(link.port(), Long.MIN_VALUE);
    Get cancelled = link.get();
    Get disconnected = link.get();
    link.port().cancel(cancelled.overlapped);
    link.client().close();
    assertThat(next())
        .isEqualTo(new Completion(Long.MIN_VALUE, cancelled.overlapped, NtStatus.CANCELLED, 0));
    assertThat(next())
        .isEqualTo(
            new Completion(Long.MIN_VALUE, disconnected.overlapped, NtStatus.PORT_DISCONNECTED, 0));
    assertNoPacket();
  }

  @Test
  @DisplayName("GET-21: the close of the port posts a packet for each of its gets")
  void closedPort() {
    queue.associate(link.port(), 1);
    List<Get> gets = List.of(link.get(), link.get(), link.get());
    link.port().close();
    for (int i = 0; i < gets.size(); i++) {
      assertThat(next().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    }
    assertNoPacket();
  }

  @Test
  @DisplayName("GET-21: a get that was posted before the port was tied posts its packet, too")
  void postedBefore() {
    Get get = link.get();
    queue.associate(link.port(), 7);
    link.tell("x", Timeout.poll());
    assertThat(next()).isEqualTo(new Completion(7, get.overlapped, NtStatus.SUCCESS, 17));
  }

  @Test
  @DisplayName("GET-21: a get that was complete before the port was tied posts nothing")
  void completeBefore() {
    Get get = link.get();
    link.tell("x", Timeout.poll());
    assertThat(get.text()).isEqualTo("x");
    queue.associate(link.port(), 7);
    assertNoPacket();
  }

  @Test
  @DisplayName("GET-21: a worker that waited before the port was tied is woken by its messages")
  void workerWaitedBefore() {
    Background<Completion> worker = worker();
    queue.associate(link.port(), 1);
    Get get = link.get();
    link.tell("x", Timeout.poll());
    assertThat(worker.result().overlapped()).isSameAs(get.overlapped);
  }

  @Test
  @DisplayName("GET-21: a packet of the caller's own wakes a worker, and comes as it was posted")
  void ownPacket() {
    Background<Completion> worker = worker();
    Completion packet = new Completion(-9, null, new NtStatus(0xC0001234), 1L << 40);
    queue.post(packet);
    assertThat(worker.result()).isEqualTo(packet);
    Overlapped overlapped = world.overlapped();
    Completion with = new Completion(0, overlapped, NtStatus.SUCCESS, 0);
    queue.post(with);
    assertThat(next()).isEqualTo(with);
    assertThat(overlapped.isComplete()).isFalse();
  }

  @Test
  @DisplayName("GET-21: a packet of the caller's own wakes a worker that watches a connection")
  void ownPacketBesideConnection() {
    queue.associate(link.port(), 1);
    Background<Completion> worker = worker();
    Completion packet = new Completion(9, null, NtStatus.SUCCESS, 3);
    queue.post(packet);
    assertThat(worker.result()).isEqualTo(packet);
  }

  @Test
  @DisplayName("GET-22: a wait that is over, or interrupted, gives no packet")
  void noPacket() {
    assertNoPacket();
    assertThat(queue.get(Timeout.ofMillis(1))).isNull();
    assertInterruptEndsWait();
    queue.associate(link.port(), 1);
    assertNoPacket();
    assertThat(queue.get(Timeout.ofMillis(1))).isNull();
    assertThat(queue.get(Link.SOON)).isNull();
    assertInterruptEndsWait();
    link.get();
    link.tell("x", Timeout.poll());
    assertThat(queue.get(Timeout.poll())).as("a poll finds what is there").isNotNull();
  }

  private void assertInterruptEndsWait() {
    Background<Boolean> worker =
        Background.of(
            () -> queue.get(Timeout.infinite()) == null && Thread.currentThread().isInterrupted());
    worker.untilBlocked().thread.interrupt();
    assertThat(worker.result()).isTrue();
  }

  @Test
  @DisplayName("GET-23, USM-07: gets without OVERLAPPED, sends and replies post nothing")
  void synchronousPostsNothing() {
    queue.associate(link.port(), 1);
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    link.port().getMessage(Buffers.allocate(64));
    link.reply(1, NtStatus.SUCCESS);
    sender.result();
    link.port().send(Buffers.utf8("x"), null);
    assertNoPacket();
  }

  @Test
  @DisplayName("GET-24: a get of an OVERLAPPED without packet sets its event alone")
  void withoutPacket() {
    queue.associate(link.port(), 1);
    Overlapped silent = world.overlappedWithoutPacket();
    link.port().getMessage(Buffers.allocate(64), silent);
    Get loud = link.get();
    link.tell("x", Timeout.poll());
    link.tell("y", Timeout.poll());
    assertThat(silent.await(Link.LONG)).isTrue();
    assertThat(silent.result()).isEqualTo(17);
    assertThat(next().overlapped()).isSameAs(loud.overlapped);
    link.port().getMessage(Buffers.allocate(64), silent);
    link.port().cancel(silent);
    assertThat(silent.status()).isEqualTo(NtStatus.CANCELLED);
    assertNoPacket();
  }

  // ---- order and workers

  @Test
  @DisplayName("GET-25: packets come in the order of completion, to any worker")
  void inOrder() {
    queue.associate(link.port(), 1);
    List<Get> gets = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      gets.add(link.get());
    }
    for (int i = 0; i < 64; i++) {
      link.tell("x", Timeout.poll());
    }
    for (Get get : gets) {
      assertThat(next().overlapped()).isSameAs(get.overlapped);
    }
    assertNoPacket();
  }

  @Test
  @DisplayName("GET-25: packets of the caller's own come in the order of posting")
  void ownInOrder() {
    for (long key = 0; key < 50; key++) {
      queue.post(new Completion(key, null, NtStatus.SUCCESS, 0));
    }
    for (long key = 0; key < 50; key++) {
      assertThat(next().key()).isEqualTo(key);
    }
  }

  @Test
  @DisplayName("GET-25: workers that wait are woken, one packet each")
  void workersWake() {
    queue.associate(link.port(), 1);
    List<Background<Completion>> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      link.get();
      workers.add(worker());
    }
    for (int i = 0; i < 4; i++) {
      link.tell("x", Timeout.poll());
    }
    assertThat(workers).extracting(worker -> worker.result().overlapped()).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("GET-25: a worker that left without a packet is not woken in another's place")
  void workerLeft() {
    Background<Completion> worker = worker();
    assertThat(queue.get(Link.SOON)).isNull();
    Completion packet = new Completion(7, null, NtStatus.SUCCESS, 0);
    queue.post(packet);
    assertThat(worker.result()).isEqualTo(packet);
  }

  @Test
  @DisplayName("GET-25: a worker outlives a connection and serves the next")
  void outlivesConnection() {
    queue.associate(link.port(), 1);
    Background<Completion> worker = worker();
    link.port().close();
    assertThat(worker.isDone()).isFalse();
    Link next = world.link();
    queue.associate(next.port(), 2);
    next.get();
    next.tell("x", Timeout.poll());
    assertThat(worker.result().key()).isEqualTo(2);
  }

  // ---- ties

  @Test
  @DisplayName("GET-26: a port is tied once and for good, to whatever queue")
  void tiedOnce() {
    queue.associate(link.port(), 1);
    CompletionPort another = world.completionPort();
    for (CompletionPort each : List.of(queue, another)) {
      FilterPortException failure = Failures.failure(() -> each.associate(link.port(), 2));
      assertThat(failure.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
      assertThat(failure.hresult().value()).isEqualTo(0x80070057);
    }
    link.get();
    link.tell("x", Timeout.poll());
    assertThat(next().key()).isEqualTo(1);
    queue.close();
    assertThat(Failures.status(() -> another.associate(link.port(), 2)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
  }

  @Test
  @DisplayName("GET-26, GET-04: a closed port is not tied, one whose filter has gone is")
  void tiedLate() {
    Link closed = world.link();
    closed.port().close();
    assertThat(Failures.status(() -> queue.associate(closed.port(), 3)))
        .isEqualTo(NtStatus.INVALID_HANDLE);
    link.closeByFilter();
    queue.associate(link.port(), 4);
    assertThat(Failures.status(link::get)).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertNoPacket();
  }

  @Test
  @DisplayName("GET-26: one queue serves many ports, one worker waits for all of them")
  void manyPorts() {
    List<Link> links = List.of(link, world.link(), world.link(), world.link());
    for (int i = 0; i < links.size(); i++) {
      queue.associate(links.get(i).port(), i);
    }
    for (int round = 0; round < 3; round++) {
      for (int i = links.size() - 1; i >= 0; i--) {
        Get get = links.get(i).get();
        Background<Completion> worker = worker();
        links.get(i).tell("to " + i, Timeout.poll());
        assertThat(worker.result())
            .isEqualTo(new Completion(i, get.overlapped, NtStatus.SUCCESS, 20));
        assertThat(get.text()).isEqualTo("to " + i);
      }
    }
    assertNoPacket();
  }

  @Test
  @DisplayName("GET-26: of many ports one that ends leaves the others served")
  void oneOfManyEnds() {
    Link second = world.link();
    Link third = world.link();
    queue.associate(link.port(), 1);
    queue.associate(second.port(), 2);
    queue.associate(third.port(), 3);
    Background<Completion> worker = worker();
    second.port().close();
    assertThat(worker.isDone()).isFalse();
    third.get();
    third.tell("x", Timeout.poll());
    assertThat(worker.result().key()).isEqualTo(3);
    Background<Completion> next = worker();
    third.client().close();
    link.get();
    link.tell("x", Timeout.poll());
    assertThat(next.result().key()).isEqualTo(1);
  }

  @Test
  @DisplayName("GET-26: ports are tied while workers wait on others")
  void tiedMeanwhile() {
    queue.associate(link.port(), 0);
    Background<Completion> first = worker();
    Background<Completion> second = worker();
    Link late = world.link();
    queue.associate(late.port(), 1);
    late.get();
    link.get();
    late.tell("x", Timeout.poll());
    link.tell("x", Timeout.poll());
    assertThat(List.of(first.result().key(), second.result().key()))
        .containsExactlyInAnyOrder(0L, 1L);
  }

  @Test
  @DisplayName("GET-26: blocked gets and waits for events go on beside the workers")
  void besideOtherWaiters() {
    Link second = world.link();
    queue.associate(link.port(), 1);
    queue.associate(second.port(), 2);
    Background<Integer> blocked =
        Background.of(() -> second.port().getMessage(Buffers.allocate(64))).untilBlocked();
    Background<Completion> worker = worker();
    Get get = link.get();
    Background<Boolean> event =
        Background.of(() -> get.overlapped.await(Timeout.infinite())).untilBlocked();
    second.tell("x", Timeout.poll());
    assertThat(blocked.result()).isEqualTo(17);
    link.tell("x", Timeout.poll());
    assertThat(event.result()).isTrue();
    assertThat(worker.result().overlapped()).isSameAs(get.overlapped);
    Get last = second.get();
    Background<Completion> next = worker();
    second.tell("x", Timeout.poll());
    assertThat(next.result().overlapped()).isSameAs(last.overlapped);
  }

  // ---- the end

  @Test
  @DisplayName("GET-27: closing releases every worker, the connection goes on")
  void abandoned() {
    queue.associate(link.port(), 1);
    List<Background<NtStatus>> workers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      workers.add(Background.of(() -> Failures.status(this::next)).untilBlocked());
    }
    Get before = link.get();
    queue.close();
    queue.close();
    assertThat(workers).allMatch(worker -> worker.result().equals(NtStatus.ABANDONED));
    assertThat(Failures.status(this::next)).isEqualTo(NtStatus.ABANDONED);
    assertThat(Failures.status(() -> queue.post(new Completion(1, null, NtStatus.SUCCESS, 0))))
        .isEqualTo(NtStatus.ABANDONED);
    assertThat(Failures.status(() -> queue.associate(world.link().port(), 1)))
        .isEqualTo(NtStatus.ABANDONED);
    link.tell("x", Timeout.poll());
    assertThat(before.text()).isEqualTo("x");
    Get after = link.get();
    link.tell("y", Timeout.poll());
    assertThat(after.text()).isEqualTo("y");
  }

  @Test
  @DisplayName("GET-27: closing releases a worker of a queue without ports, and drops its packets")
  void abandonedWithoutPorts() {
    Background<NtStatus> worker = Background.of(() -> Failures.status(this::next)).untilBlocked();
    queue.close();
    assertThat(worker.result()).isEqualTo(NtStatus.ABANDONED);
    CompletionPort full = world.completionPort();
    full.post(new Completion(1, null, NtStatus.SUCCESS, 0));
    full.close();
    assertThat(Failures.status(() -> full.get(Timeout.poll()))).isEqualTo(NtStatus.ABANDONED);
  }

  @Test
  @DisplayName("GET-28: messages delivered before the disconnect come first, then the failures")
  void deliveredFirst() {
    queue.associate(link.port(), 1);
    Get first = link.get();
    Get second = link.get();
    Get third = link.get();
    link.tell("x", Timeout.poll());
    link.tell("yy", Timeout.poll());
    link.client().close();
    assertThat(List.of(next(), next()))
        .containsExactlyInAnyOrder(
            new Completion(1, first.overlapped, NtStatus.SUCCESS, 17),
            new Completion(1, second.overlapped, NtStatus.SUCCESS, 18));
    assertThat(first.text()).isEqualTo("x");
    assertThat(next())
        .isEqualTo(new Completion(1, third.overlapped, NtStatus.PORT_DISCONNECTED, 0));
    assertNoPacket();
  }
}
