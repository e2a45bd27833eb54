package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.security.AccessToken;
import io.filterport.security.Sid;
import io.filterport.service.ConnectOptions;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Log;
import io.filterport.verify.conformance.world.Sneaky;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The connect callback: when it runs, and what it is told. */
@EachWorld
class ConnectNotifyTest {
  private final World world;

  ConnectNotifyTest(WorldKind kind) {
    world = World.withPort(kind, 4);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void seatsBecome(int taken) {
    Waits.until(() -> world.seatsTaken() == taken);
  }

  @Test
  @DisplayName("CNF-01: it runs once for each connect that passes the checks, and for no other")
  void oncePerConnect() {
    world.createPort("\\Other", 1);
    world.link();
    world.link("\\Other");
    world.onConnect = request -> NtStatus.UNSUCCESSFUL;
    Failures.failure(world::link);
    assertThat(world.count("connect")).isEqualTo(3);
    Failures.failure(() -> world.link("\\Other"));
    Failures.failure(() -> world.link("\\Missing"));
    Failures.failure(() -> world.link("no name"));
    Failures.failure(
        () -> world.connect(World.NAME, ConnectOptions.withContext(Buffers.allocate(0))));
    assertThat(world.count("connect")).isEqualTo(3);
  }

  @Test
  @DisplayName("CNF-02: it learns who connects from the system; embedded it runs on that thread")
  void identity() {
    AtomicReference<AccessToken> client = new AtomicReference<>();
    AtomicReference<Thread> thread = new AtomicReference<>();
    world.onConnect =
        request -> {
          client.set(request.client());
          thread.set(Thread.currentThread());
          return NtStatus.SUCCESS;
        };
    world.link();
    assertThat(thread.get().equals(Thread.currentThread())).isEqualTo(world.oneProcess());
    assertThat(client.get().processId()).isEqualTo(world.clientPid());
    assertThat(client.get().userId()).isEqualTo(world.clientUser());
    assertThat(client.get().groupId()).isEqualTo(world.clientGroup());
    assertThat(client.get().holds(Sid.EVERYONE)).isTrue();
  }

  @Test
  @DisplayName("CNF-03: the client port is valid from the callback's entry on, and nobody else's")
  void clientPort() {
    List<Boolean> connected = new ArrayList<>();
    world.onConnect =
        request -> {
          connected.add(request.clientPort().isConnected());
          assertThat(request.clientPort()).isSameAs(request.clientPort());
          return NtStatus.SUCCESS;
        };
    for (int i = 0; i < 3; i++) {
      world.link();
    }
    assertThat(connected).containsOnly(true);
    assertThat(world.clients).hasSize(3).doesNotHaveDuplicates();
    assertThat(world.clients).allMatch(ClientPort::isConnected);
  }

  @Test
  @DisplayName("CNF-05: the context is valid until the callback returns, and dead afterwards")
  void contextDies() {
    AtomicReference<MemorySegment> stashed = new AtomicReference<>();
    world.onConnect =
        request -> {
          stashed.set(request.context());
          return stashed.get().get(ValueLayout.JAVA_BYTE, 0) == 'x'
              ? NtStatus.SUCCESS
              : NtStatus.UNSUCCESSFUL;
        };
    world.connect(World.NAME, ConnectOptions.withContext(Buffers.utf8("x")));
    assertThat(stashed.get().scope().isAlive()).isFalse();
    assertThatThrownBy(() -> stashed.get().get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOfAny(IllegalStateException.class, WrongThreadException.class);
  }

  @Test
  @DisplayName("CNF-06: without a context the callback sees an empty one")
  void noContext() {
    List<Long> sizes = new ArrayList<>();
    world.onConnect =
        request -> {
          sizes.add(request.context().byteSize());
          return NtStatus.SUCCESS;
        };
    world.link();
    world.connect(World.NAME, ConnectOptions.withContext(Buffers.allocate(1)));
    assertThat(sizes).containsExactly(0L, 1L);
  }

  @Test
  @DisplayName("CNF-07: nobody but the filter judges a context, and says so with any status")
  void contextIsTheFilters() {
    world.onConnect =
        request ->
            request.context().byteSize() == 0 ? NtStatus.INVALID_PARAMETER_3 : NtStatus.SUCCESS;
    FilterPortException failure = Failures.failure(world::link);
    assertThat(failure.status()).isEqualTo(NtStatus.INVALID_PARAMETER_3);
    assertThat(failure.hresult().value()).isEqualTo(0x80070057);
    for (int fill : new int[] {0, 0xFF}) {
      MemorySegment context = Buffers.allocate(17);
      context.fill((byte) fill);
      assertThat(world.connect(World.NAME, ConnectOptions.withContext(context)).isConnected())
          .isTrue();
    }
  }

  @Test
  @DisplayName("CNF-08: the connection's cookie reaches the other callbacks, null if none was set")
  void cookie() {
    List<Object> seen = new CopyOnWriteArrayList<>();
    world.onMessage =
        (cookie, call) -> {
          seen.add("message " + cookie);
          return NtStatus.SUCCESS;
        };
    world.onDisconnect = cookie -> seen.add("disconnect " + cookie);
    world.onConnect =
        request -> {
          request.setConnectionCookie("first thought");
          request.setConnectionCookie("cookie");
          return NtStatus.SUCCESS;
        };
    Link with = world.link();
    world.onConnect = request -> NtStatus.SUCCESS;
    Link without = world.link();
    with.port().send(Buffers.utf8("x"), null);
    without.port().send(Buffers.utf8("x"), null);
    with.port().send(Buffers.utf8("x"), null);
    with.port().close();
    seatsBecome(1);
    without.port().close();
    seatsBecome(0);
    assertThat(seen)
        .containsExactly(
            "message cookie",
            "message null",
            "message cookie",
            "disconnect cookie",
            "disconnect null");
  }

  @Test
  @DisplayName(
      "ERR-07: of a connect callback the status for too small goes out as it is, uncounted")
  void tooSmall() {
    world.onConnect = request -> NtStatus.BUFFER_TOO_SMALL;
    FilterPortException failure = Failures.failure(world::link);
    assertThat(failure.status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(failure.hresult().value()).isEqualTo(0x8007007A);
    assertThat(failure.bytes()).isZero();
  }

  @Test
  @DisplayName("CNF-10: the client port of a refused connection is dead, closing it harmless")
  void refusedClientPort() {
    world.link();
    world.onConnect =
        request -> {
          request.clientPort().close();
          return NtStatus.UNSUCCESSFUL;
        };
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.UNSUCCESSFUL);
    world.onConnect = request -> NtStatus.UNSUCCESSFUL;
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.UNSUCCESSFUL);
    for (ClientPort dead : world.clients.subList(1, 3)) {
      assertThat(dead.isConnected()).isFalse();
      SendResult result = dead.send(Buffers.utf8("x"), null, Timeout.infinite());
      assertThat(result.outcome()).isEqualTo(Outcome.DISCONNECTED);
      assertThat(result.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
      dead.close();
      dead.close();
    }
    assertThat(world.seatsTaken()).as("the first one's seat").isEqualTo(1);
    assertThat(world.clients.getFirst().isConnected()).isTrue();
    assertThat(world.count("disconnect")).isZero();
  }

  @Test
  @DisplayName("CNF-11: the filter closes what it accepted, before or after its client does")
  void filterCloses() {
    Link first = world.link();
    first.port().close();
    seatsBecome(0);
    first.client().close();
    Link second = world.link();
    second.client().close();
    assertThat(world.seatsTaken()).isZero();
    second.port().close();
    Waits.until(() -> world.count("disconnected") == 2);
    second.client().close();
    assertThat(world.seatsTaken()).isZero();
    assertThat(world.count("disconnect")).isEqualTo(2);
  }

  @Test
  @DisplayName("CNF-15: STATUS_PENDING counts as unsuccessful, and is logged")
  void pending() {
    try (Log log = new Log()) {
      world.onConnect = request -> NtStatus.PENDING;
      assertUnsuccessful();
      assertThat(log.lines("connect callback of \\Port returned STATUS_PENDING"))
          .singleElement()
          .asString()
          .startsWith("WARNING");
    }
  }

  @Test
  @DisplayName("CNF-15: so does that of a message callback")
  void pendingMessage() {
    try (Log log = new Log()) {
      Link link = linked();
      world.onMessage = (cookie, call) -> NtStatus.PENDING;
      assertThat(Failures.status(() -> link.port().send(Buffers.utf8("x"), null)))
          .isEqualTo(NtStatus.UNSUCCESSFUL);
      assertThat(log.lines("message callback of \\Port returned STATUS_PENDING")).hasSize(1);
    }
  }

  private Link linked() {
    world.onConnect = request -> NtStatus.SUCCESS;
    return world.link();
  }

  private void assertUnsuccessful() {
    FilterPortException failure = Failures.failure(world::link);
    assertThat(failure.status()).isEqualTo(NtStatus.UNSUCCESSFUL);
    assertThat(failure.hresult().value()).isEqualTo(0x8007001F);
    assertThat(world.seatsTaken()).isZero();
    assertThat(world.count("disconnect")).isZero();
  }

  @Test
  @DisplayName("CNF-16: a callback that throws, whatever it is, refuses, and its seat is free")
  void throwing() {
    for (Throwable thrown :
        List.of(
            new IllegalStateException("thrown by the test"),
            new AssertionError("thrown by the test"),
            new StackOverflowError("thrown by the test"),
            new IOException("thrown by the test"),
            new FilterPortException("thrown by the test", NtStatus.ACCESS_DENIED, ""))) {
      world.onConnect =
          request -> {
            throw Sneaky.thrown(thrown);
          };
      assertUnsuccessful();
    }
    linked();
  }

  @Test
  @DisplayName("CNF-16: a callback that returns null refuses")
  void returnsNull() {
    world.onConnect = request -> null;
    assertUnsuccessful();
    linked();
  }
}
