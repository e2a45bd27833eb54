package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The connect callback. */
class ConnectNotifyTest {
  private final World world = new World();
  private final ServerPort server = world.createPort(World.NAME, 4);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("CNF-01, CNF-03: once a connect, with a client port of its own")
  void oncePerConnect() {
    world.link();
    world.link();
    assertThat(world.count("connect")).isEqualTo(2);
    assertThat(world.clients).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("CNF-02: the callback learns who connects")
  void identity() {
    world.onConnect =
        request ->
            request.client().processId() == ProcessHandle.current().pid()
                ? NtStatus.SUCCESS
                : NtStatus.UNSUCCESSFUL;
    world.link();
  }

  @Test
  @DisplayName("CNF-08: the connection's cookie reaches the other callbacks, null if none was set")
  void cookie() {
    List<Object> seen = new CopyOnWriteArrayList<>();
    world.onConnect =
        request -> {
          request.setConnectionCookie("cookie");
          return NtStatus.SUCCESS;
        };
    world.onMessage =
        (cookie, call) -> {
          seen.add("message " + cookie);
          return NtStatus.SUCCESS;
        };
    world.onDisconnect = cookie -> seen.add("disconnect " + cookie);
    Link with = world.link();
    world.onConnect = request -> NtStatus.SUCCESS;
    Link without = world.link();
    with.port().send(Buffers.utf8("x"), null);
    without.port().send(Buffers.utf8("x"), null);
    with.port().close();
    without.port().close();
    assertThat(seen)
        .containsExactly("message cookie", "message null", "disconnect cookie", "disconnect null");
  }

  @Test
  @DisplayName("CNF-10: the client port of a refused connection is dead, closing it harmless")
  void refusedClientPort() {
    world.onConnect = request -> NtStatus.UNSUCCESSFUL;
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.UNSUCCESSFUL);
    var dead = world.clients.getFirst();
    assertThat(dead.send(Buffers.utf8("x"), null, Timeout.infinite()).outcome())
        .isEqualTo(Outcome.DISCONNECTED);
    dead.close();
    dead.close();
    assertThat(world.seatsTaken()).isZero();
  }

  @Test
  @DisplayName("CNF-12: two clients are inside the callback at once")
  void concurrent() {
    CyclicBarrier both = new CyclicBarrier(2);
    world.onConnect =
        request -> {
          Waits.at(both);
          return NtStatus.SUCCESS;
        };
    Background<Link> other = Background.of(world::link);
    world.link();
    other.result();
  }

  @Test
  @DisplayName("CNF-13: while a callback blocks, other connections go on")
  void holdsNoLock() {
    Link link = world.link();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.onConnect =
        request -> {
          inside.countDown();
          Waits.on(goOn);
          return NtStatus.SUCCESS;
        };
    Background<Link> blocked = Background.of(world::link);
    Waits.on(inside);
    var get = link.get();
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("x");
    link.port().send(Buffers.utf8("x"), null);
    world.createPort("\\Other", 1).close();
    world.manager.snapshot();
    link.port().close();
    goOn.countDown();
    blocked.result();
  }

  @Test
  @DisplayName("CNF-14: a send to the new client from inside its callback times out")
  void sendFromInside() {
    List<Outcome> seen = new ArrayList<>();
    world.onConnect =
        request -> {
          seen.add(request.clientPort().send(Buffers.utf8("x"), null, Link.SOON).outcome());
          return NtStatus.SUCCESS;
        };
    world.link();
    assertThat(seen).containsExactly(Outcome.TIMEOUT_NOT_DELIVERED);
  }

  @Test
  @DisplayName("CNF-15: STATUS_PENDING counts as unsuccessful")
  void pending() {
    world.onConnect = request -> NtStatus.PENDING;
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.UNSUCCESSFUL);
  }

  @Test
  @DisplayName("CNF-16: a callback that throws refuses, and its seat is free")
  void throwing() {
    world.onConnect =
        request -> {
          throw new IllegalStateException("thrown by the test");
        };
    var failure = Failures.failure(world::link);
    assertThat(failure.hresult().value()).isEqualTo(0x8007001F);
    assertThat(world.seatsTaken()).isZero();
    assertThat(world.count("disconnect")).isZero();
  }

  @Test
  @DisplayName("CNF-16: a callback that returned null, or threw a checked exception, got through")
  void nullAndChecked() {
    world.onConnect = request -> null;
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.UNSUCCESSFUL);
    world.onConnect =
        request -> {
          throw Sneaky.thrown(new IOException("thrown by the test"));
        };
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.UNSUCCESSFUL);
    assertThat(world.seatsTaken()).isZero();
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
    assertThat(link.port().isConnected()).isFalse();
    assertThat(Failures.status(() -> link.port().getMessage(Buffers.allocate(64))))
        .isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(Failures.status(() -> link.port().send(Buffers.utf8("x"), null)))
        .isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(world.count("disconnect")).isZero();
    assertThat(world.seatsTaken()).isZero();
    link.port().close();
    assertThat(world.count("disconnect")).isEqualTo(1);
    assertThat(world.seatsTaken()).isZero();
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
    var get = link.get();
    link.tell("x", Timeout.poll());
    assertThat(get.text()).isEqualTo("x");
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
  }
}
