package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Blocked;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others do while a connect callback runs, and what it may do itself. */
@EachWorld
class ConnectNotifyInsideTest {
  private final World world;
  private final ServerPort server;

  ConnectNotifyInsideTest(WorldKind kind) {
    world = new World(kind);
    server = world.createPort(World.NAME, 4);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("INV-01: a connection that its filter closes while it decides is not there yet")
  void closedWhileDeciding() {
    AtomicReference<Integer> connections = new AtomicReference<>();
    world.onConnect =
        request -> {
          request.clientPort().close();
          connections.set(connections());
          return NtStatus.SUCCESS;
        };
    FilterPort port = world.connect(World.NAME);
    assertThat(connections.get()).isZero();
    assertThat(connections()).isEqualTo(1);
    port.close();
  }

  private int connections() {
    return world.manager.snapshot().filters().getFirst().ports().getFirst().connections().size();
  }

  @Test
  @DisplayName("CNF-12: clients are inside the callback at once, of one port and of two")
  void concurrent() {
    world.createPort("\\Other", 1);
    CyclicBarrier all = new CyclicBarrier(3);
    world.onConnect =
        request -> {
          Waits.at(all);
          return NtStatus.SUCCESS;
        };
    Background<FilterPort> first = Background.of(() -> world.connect(World.NAME));
    Background<FilterPort> second = Background.of(() -> world.connect(World.NAME));
    assertThat(world.connect("\\Other").isConnected()).isTrue();
    assertThat(first.result().isConnected()).isTrue();
    assertThat(second.result().isConnected()).isTrue();
    assertThat(world.seatsTaken()).isEqualTo(2);
  }

  @Test
  @DisplayName(
      "CNF-13: while a callback blocks, everybody else goes on: in both directions, to the end")
  void holdsNoLock() {
    Link link = world.link();
    Link closed = world.link();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.onConnect =
        request -> {
          inside.countDown();
          Waits.on(goOn);
          return NtStatus.SUCCESS;
        };
    Background<FilterPort> blocked = Background.of(() -> world.connect(World.NAME));
    Waits.on(inside);
    world.onConnect = request -> NtStatus.SUCCESS;
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(5), Link.LONG);
    get.reply("reply");
    assertThat(sender.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 5));
    link.port().send(Buffers.utf8("x"), null);
    closed.client().close();
    assertGone(() -> closed.port().getMessage(Buffers.allocate(64)));
    assertThat(world.connect(World.NAME).isConnected()).isTrue();
    assertThat(Failures.status(() -> world.connect("\\Missing")))
        .isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    world.createPort("\\Other", 1).close();
    link.port().close();
    Waits.until(() -> world.count("disconnected") == 1);
    assertThat(world.seatsTaken()).as("one connecting, one connected").isEqualTo(2);
    assertThat(blocked.isDone()).isFalse();
    goOn.countDown();
    assertThat(blocked.result().isConnected()).isTrue();
  }

  @Test
  @DisplayName("CNF-14: a send to the new client from inside its callback times out")
  void sendFromInside() {
    List<SendResult> seen = new CopyOnWriteArrayList<>();
    world.onConnect =
        request -> {
          ClientPort client = request.clientPort();
          seen.add(client.send(Buffers.utf8("x"), null, Timeout.ofMillis(50)));
          seen.add(client.send(Buffers.utf8("x"), Buffers.allocate(4), Timeout.ofMillis(1)));
          seen.add(client.send(Buffers.utf8("x"), null, Timeout.poll()));
          return NtStatus.SUCCESS;
        };
    Link link = world.link();
    assertThat(seen)
        .hasSize(3)
        .containsOnly(new SendResult(Outcome.TIMEOUT_NOT_DELIVERED, NtStatus.TIMEOUT, 0));
    Get get = link.get();
    link.tell("the first", Timeout.poll());
    assertThat(get.text()).isEqualTo("the first");
  }

  @Test
  @DisplayName("CNF-14: without a timeout such a send hangs, and the connect with it")
  void hangsInside() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    AtomicReference<Outcome> seen = new AtomicReference<>();
    world.onConnect =
        request -> {
          thread.set(Thread.currentThread());
          ClientPort client = request.clientPort();
          seen.set(client.send(Buffers.utf8("x"), null, Timeout.infinite()).outcome());
          boolean ignored = Thread.interrupted();
          return NtStatus.SUCCESS;
        };
    Background<FilterPort> connecting = Background.of(() -> world.connect(World.NAME));
    Waits.until(() -> thread.get() != null && Blocked.isBlocked(thread.get()));
    assertThat(connecting.isDone()).isFalse();
    thread.get().interrupt();
    assertThat(connecting.result().isConnected()).isTrue();
    assertThat(seen).hasValue(Outcome.INTERRUPTED);
  }

  @Test
  @DisplayName("CNF-14, UNL-07: the manager's end ends such a send, and those that come after it")
  void endsWithTheManager() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    List<Object> seen = new CopyOnWriteArrayList<>();
    world.onConnect =
        request -> {
          thread.set(Thread.currentThread());
          ClientPort client = request.clientPort();
          seen.add(client.isConnected());
          seen.add(client.send(Buffers.utf8("x"), null, Timeout.infinite()).outcome());
          seen.add(client.send(Buffers.utf8("x"), null, Timeout.infinite()).outcome());
          seen.add(client.isConnected());
          return NtStatus.ACCESS_DENIED;
        };
    Background<NtStatus> connecting =
        Background.of(() -> Failures.status(() -> world.connect(World.NAME)));
    Waits.until(() -> thread.get() != null && Blocked.isBlocked(thread.get()));
    Background.run(world.manager::close).result();
    assertThat(seen).containsExactly(true, Outcome.DISCONNECTED, Outcome.DISCONNECTED, false);
    assertThat(connecting.result()).isIn(NtStatus.ACCESS_DENIED, NtStatus.PORT_DISCONNECTED);
    assertThat(world.count("disconnect")).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(booleans = {true, false})
  @DisplayName(
      "CNF-16, UNL-03, DIS-23: a callback that throws, or refuses, after its filter's end holds up"
          + " the end until then, and has no disconnect")
  void failsAfterTheEnd(boolean throwing) {
    Gate gate = new Gate();
    world.onConnect =
        request -> {
          gate.hold();
          if (throwing) {
            throw new IllegalStateException("of the test");
          }
          return NtStatus.ACCESS_DENIED;
        };
    Background<NtStatus> connecting =
        Background.of(() -> Failures.status(() -> world.connect(World.NAME)));
    gate.awaitHeld(1);
    Background<Void> leaving = Background.run(world.filter::unregister).untilBlocked();
    gate.open();
    leaving.result();
    assertThat(connecting.result())
        .isEqualTo(throwing ? NtStatus.UNSUCCESSFUL : NtStatus.ACCESS_DENIED);
    assertThat(world.count("connect")).isEqualTo(1);
    assertThat(world.count("disconnect")).isZero();
    assertThat(world.manager.snapshot().filters()).isEmpty();
  }

  @Test
  @DisplayName("CNF-17: closing its own port and accepting gives a dead handle, one disconnect")
  void closesItsOwn() {
    world.onConnect =
        request -> {
          request.clientPort().close();
          return NtStatus.SUCCESS;
        };
    Link link = world.link();
    assertGone(() -> link.port().getMessage(Buffers.allocate(64)));
    assertGone(() -> link.port().send(Buffers.utf8("x"), null));
    Waits.until(() -> !link.port().isConnected());
    assertGone(link::get);
    FilterPortException reply = Failures.failure(() -> link.reply(1, NtStatus.SUCCESS));
    assertThat(reply.status()).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    assertThat(reply.hresult().value()).isEqualTo(0x801F0020);
    assertThat(link.tell("x", Timeout.infinite()).outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(world.count("message")).isZero();
    assertThat(world.count("disconnect")).isZero();
    assertThat(world.seatsTaken()).isZero();
    link.port().close();
    Waits.until(() -> world.count("disconnected") == 1);
    assertThat(world.seatsTaken()).isZero();
  }

  private static void assertGone(ThrowingCallable call) {
    FilterPortException failure = Failures.failure(call);
    assertThat(failure.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(failure.hresult().value()).isEqualTo(0x80070006);
  }

  @Test
  @DisplayName("CNF-18, CLP-03: closing the very port being connected to, the connect completes")
  void closesTheServerPort() {
    world.onConnect =
        request -> {
          server.close();
          world.createPort("\\New", 1);
          return NtStatus.SUCCESS;
        };
    Link link = world.link();
    Get get = link.get();
    link.tell("x", Timeout.poll());
    assertThat(get.text()).isEqualTo("x");
    link.port().send(Buffers.utf8("x"), null);
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    world.onConnect = request -> NtStatus.SUCCESS;
    world.link("\\New");
  }

  @Test
  @DisplayName("CNF-18: a callback takes its own port's name for another port, and refuses")
  void replacesTheServerPort() {
    world.onConnect =
        request -> {
          server.close();
          world.createPort(World.NAME, 1);
          return NtStatus.ACCESS_DENIED;
        };
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.ACCESS_DENIED);
    world.onConnect = request -> NtStatus.SUCCESS;
    world.link();
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    assertThat(world.count("disconnect")).isZero();
  }
}
