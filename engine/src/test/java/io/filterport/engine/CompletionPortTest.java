package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.Timeout;
import io.filterport.engine.Link.Get;
import io.filterport.engine.slots.Halves;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Completion ports. */
class CompletionPortTest {
  private final World world = World.withPort(4);
  private final Link link = world.link();
  private final CompletionPort queue = CompletionPort.create();

  @AfterEach
  void close() {
    world.close();
  }

  private Completion next() {
    return queue.get(Link.LONG);
  }

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
    assertThat(queue.get(Timeout.poll())).isNull();
  }

  @Test
  @DisplayName("GET-21: cancelled and disconnected gets post packets too")
  void failedPackets() {
    queue.associate(link.port(), 1);
    Get cancelled = link.get();
    Get disconnected = link.get();
    link.port().cancel(cancelled.overlapped);
    link.client().close();
    assertThat(next()).isEqualTo(new Completion(1, cancelled.overlapped, NtStatus.CANCELLED, 0));
    assertThat(next())
        .isEqualTo(new Completion(1, disconnected.overlapped, NtStatus.PORT_DISCONNECTED, 0));
    assertThat(queue.get(Timeout.poll())).isNull();
  }

  @Test
  @DisplayName("GET-23, USM-07: gets without OVERLAPPED, sends and replies post nothing")
  void synchronousPostsNothing() {
    queue.associate(link.port(), 1);
    var sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    link.port().getMessage(Buffers.allocate(64));
    link.reply(1, NtStatus.SUCCESS);
    sender.result();
    link.port().send(Buffers.utf8("x"), null);
    assertThat(queue.get(Timeout.poll())).isNull();
  }

  @Test
  @DisplayName("GET-25: packets come in the order of completion, to any worker")
  void inOrder() {
    queue.associate(link.port(), 1);
    List<Get> gets = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      gets.add(link.get());
    }
    for (int i = 0; i < 200; i++) {
      link.tell("x", Timeout.poll());
    }
    for (Get get : gets) {
      assertThat(next().overlapped()).isSameAs(get.overlapped);
    }
  }

  @Test
  @DisplayName("GET-25: workers that wait are woken, one packet each")
  void workersWake() {
    queue.associate(link.port(), 1);
    List<Background<Completion>> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      link.get();
      workers.add(Background.of(this::next).untilBlocked());
    }
    for (int i = 0; i < 4; i++) {
      link.tell("x", Timeout.poll());
    }
    assertThat(workers).extracting(worker -> worker.result().overlapped()).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("GET-26: a port is tied once, a queue serves many ports")
  void tiedOnce() {
    queue.associate(link.port(), 1);
    assertThat(Failures.status(() -> queue.associate(link.port(), 2)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    Link other = world.link();
    queue.associate(other.port(), 2);
    link.get();
    other.get();
    Background<Completion> worker = Background.of(this::next).untilBlocked();
    other.tell("x", Timeout.poll());
    assertThat(worker.result().key()).isEqualTo(2);
    link.tell("x", Timeout.poll());
    assertThat(next().key()).isEqualTo(1);
    Link closed = world.link();
    closed.port().close();
    assertThat(Failures.status(() -> queue.associate(closed.port(), 3)))
        .isEqualTo(NtStatus.INVALID_HANDLE);
  }

  @Test
  @DisplayName("GET-27: closing releases the workers, the connection goes on")
  void abandoned() {
    queue.associate(link.port(), 1);
    Background<NtStatus> worker = Background.of(() -> Failures.status(this::next)).untilBlocked();
    queue.close();
    assertThat(worker.result()).isEqualTo(NtStatus.ABANDONED);
    assertThat(Failures.status(this::next)).isEqualTo(NtStatus.ABANDONED);
    assertThat(Failures.status(() -> queue.post(new Completion(1, null, NtStatus.SUCCESS, 0))))
        .isEqualTo(NtStatus.ABANDONED);
    Get get = link.get();
    link.tell("x", Timeout.poll());
    assertThat(get.text()).isEqualTo("x");
  }

  @Test
  @DisplayName("GET-28: a message delivered before the disconnect comes first")
  void deliveredFirst() {
    queue.associate(link.port(), 1);
    Get first = link.get();
    Get second = link.get();
    link.tell("x", Timeout.poll());
    link.client().close();
    assertThat(next()).isEqualTo(new Completion(1, first.overlapped, NtStatus.SUCCESS, 17));
    assertThat(next())
        .isEqualTo(new Completion(1, second.overlapped, NtStatus.PORT_DISCONNECTED, 0));
  }

  @Test
  @DisplayName("GET-22: a wait that is over, or interrupted, gives no packet")
  void noPacket() {
    assertThat(queue.get(Timeout.poll())).isNull();
    assertThat(queue.get(Link.SOON)).isNull();
    queue.associate(link.port(), 1);
    assertThat(queue.get(Link.SOON)).isNull();
    Background<Boolean> worker =
        Background.of(
            () -> queue.get(Timeout.infinite()) == null && Thread.currentThread().isInterrupted());
    worker.untilBlocked().thread.interrupt();
    assertThat(worker.result()).isTrue();
  }

  @Test
  @DisplayName("GET-21: a packet of the caller's own wakes a worker")
  void ownPacket() {
    Background<Completion> worker = Background.of(this::next).untilBlocked();
    Completion packet = new Completion(9, null, NtStatus.SUCCESS, 3);
    queue.post(packet);
    assertThat(worker.result()).isEqualTo(packet);
  }

  @Test
  @DisplayName("GET-25: a worker outlives a connection and serves the next")
  void outlivesConnection() {
    queue.associate(link.port(), 1);
    Background<Completion> worker = Background.of(this::next).untilBlocked();
    link.port().close();
    assertThat(worker.isDone()).isFalse();
    Link next = world.link();
    queue.associate(next.port(), 2);
    next.get();
    next.tell("x", Timeout.poll());
    assertThat(worker.result().key()).isEqualTo(2);
  }

  @Test
  @DisplayName("GET-25: a waiting worker kept the memory of a connection that was over")
  void lettingGoOfMemory() {
    Halves service = Halves.embedded(reason -> {}, reason -> {}).service();
    FilterPort port =
        new ServicePort(new PortName("\\Gone"), service, true, new ContentArrivals(64), () -> {})
            .open(ConnectOptions.none());
    queue.associate(port, 1);
    Background<Completion> worker = Background.of(this::next).untilBlocked();
    port.close();
    AtomicBoolean released = new AtomicBoolean();
    service.release(() -> released.set(true));
    Waits.until(released::get);
    assertThat(worker.isDone()).isFalse();
    queue.close();
  }

  @Test
  @DisplayName("GET-20: under load every accepted get posts exactly one packet")
  void exactlyOnePacket() {
    queue.associate(link.port(), 1);
    Background<Void> sender =
        Background.run(
            () -> {
              for (int i = 0; i < 5000; i++) {
                link.tell("x", Link.LONG);
              }
            });
    List<Background<Integer>> workers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      link.get(32);
    }
    for (int w = 0; w < 3; w++) {
      workers.add(Background.of(this::serveUntilAbandoned));
    }
    sender.result();
    link.client().close();
    int packets = 0;
    for (Background<Integer> worker : workers) {
      packets += worker.result();
    }
    assertThat(packets).isEqualTo(5000);
  }

  /** Each packet is a message, and is followed by a new get; the last ones are failures. */
  private int serveUntilAbandoned() {
    int messages = 0;
    while (true) {
      Completion packet = queue.get(Timeout.ofMillis(500));
      if (packet == null) {
        return messages;
      }
      if (packet.status().equals(NtStatus.SUCCESS)) {
        messages++;
        repost(packet);
      }
    }
  }

  private void repost(Completion packet) {
    try {
      link.port().getMessage(Buffers.allocate(32), packet.overlapped());
    } catch (io.filterport.FilterPortException e) {
      assertThat(e.isDisconnected()).isTrue();
    }
  }
}
