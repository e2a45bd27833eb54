package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.Link.Get;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import io.filterport.service.FilterPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltCloseCommunicationPort, FltRegisterFilter, FltUnregisterFilter and unload. */
class UnloadTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private Filter register(String name, String altitude, NtStatus answer) {
    return world.manager.register(
        FilterRegistration.named(name).at(altitude).onUnload(mandatory -> answer));
  }

  @Test
  @DisplayName("CLP-01, CLP-05, CLP-08: a closed port is not found, closing it runs no callback")
  void closedPort() {
    ServerPort server = world.createPort(World.NAME, 2);
    world.link();
    server.close();
    server.close();
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    assertThat(world.trace).containsExactly("connect");
  }

  @Test
  @DisplayName("CLP-02: connections of a closed port work on, both ways, to their end")
  void connectionsStay() {
    ServerPort server = world.createPort(World.NAME, 2);
    Link link = world.link();
    server.close();
    Get get = link.get();
    var sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    get.reply("fine");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    link.port().send(Buffers.utf8("x"), null);
    link.port().close();
    assertThat(world.trace)
        .containsExactly("connect", "message", "answered", "disconnect", "disconnected");
  }

  @Test
  @DisplayName("CLP-06, NAM-10: the name is free at once, old and new connections both work")
  void nameIsFree() {
    ServerPort server = world.createPort(World.NAME, 1);
    Link old = world.link();
    server.close();
    ServerPort next = world.createPort(World.NAME, 1);
    Link fresh = world.link();
    Get oldGet = old.get();
    Get freshGet = fresh.get();
    old.tell("old", Timeout.poll());
    fresh.tell("fresh", Timeout.poll());
    assertThat(oldGet.text()).isEqualTo("old");
    assertThat(freshGet.text()).isEqualTo("fresh");
    server.close();
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    next.close();
  }

  @Test
  @DisplayName("REG-01: names and altitudes are taken once, a closed manager takes none")
  void registering() {
    assertThat(Failures.status(() -> register("filter", "1", NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    register("other", "1.50", NtStatus.SUCCESS);
    assertThat(Failures.status(() -> register("third", "1.5", NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    world.manager.close();
    assertThat(Failures.status(() -> register("late", "2", NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.FLT_NOT_INITIALIZED);
  }

  @Test
  @DisplayName(
      "REG-04: a filter without unload callback cannot be unloaded; an unknown is not found")
  void cannotBeUnloaded() {
    world.createPort(World.NAME, 1);
    assertThat(Failures.status(() -> world.manager.unload("filter", true)))
        .isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
    assertThat(Failures.status(() -> world.manager.unload("nobody", true)))
        .isEqualTo(NtStatus.NOT_FOUND);
    world.link();
  }

  @Test
  @DisplayName("REG-05, UNL-09: a refused unload leaves all in place, a mandatory one does not ask")
  void refusedUnload() {
    Filter stubborn = register("stubborn", "7", NtStatus.FLT_DO_NOT_DETACH);
    stubborn.createCommunicationPort(PortAttributes.named("\\S"), world.callbacks(), 1);
    Link link = world.link("\\S");
    assertThat(Failures.status(() -> world.manager.unload("stubborn", false)))
        .isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
    link.port().send(Buffers.utf8("x"), null);
    world.manager.unload("stubborn", true);
    assertThat(Failures.status(() -> link.port().send(Buffers.utf8("x"), null)))
        .isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(world.count("disconnect")).isEqualTo(1);
  }

  @Test
  @DisplayName("REG-05: a warning refuses, as does an unload callback that throws")
  void warningsRefuse() {
    register("warning", "8", NtStatus.BUFFER_OVERFLOW);
    assertThat(Failures.status(() -> world.manager.unload("warning", false)))
        .isEqualTo(NtStatus.BUFFER_OVERFLOW);
    world.manager.register(
        FilterRegistration.named("throws")
            .at("9")
            .onUnload(
                mandatory -> {
                  throw new IllegalStateException("thrown by the test");
                }));
    assertThat(Failures.status(() -> world.manager.unload("throws", false)))
        .isEqualTo(NtStatus.UNSUCCESSFUL);
    world.manager.unload("throws", true);
  }

  @Test
  @DisplayName(
      "UNL-08: an unload callback talks to its client, closes its port, unregisters itself")
  void unloadsItself() {
    AtomicReference<Filter> self = new AtomicReference<>();
    AtomicReference<ServerPort> server = new AtomicReference<>();
    AtomicReference<Outcome> farewell = new AtomicReference<>();
    self.set(
        world.manager.register(
            FilterRegistration.named("polite")
                .at("5")
                .onUnload(
                    mandatory -> {
                      farewell.set(
                          world
                              .clients
                              .getFirst()
                              .send(Buffers.utf8("bye"), null, Timeout.poll())
                              .outcome());
                      server.get().close();
                      self.get().unregister();
                      return NtStatus.SUCCESS;
                    })));
    server.set(
        self.get().createCommunicationPort(PortAttributes.named("\\P"), world.callbacks(), 1));
    Link link = world.link("\\P");
    Get get = link.get();
    world.manager.unload("polite", false);
    assertThat(farewell).hasValue(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("bye");
    assertThat(world.count("disconnect")).isEqualTo(1);
  }

  @Test
  @DisplayName("REG-06: once the tear-down began, create and connect say so")
  void tearingDown() {
    world.createPort("\\A", 1);
    world.createPort("\\B", 1);
    world.link("\\A");
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.onDisconnect =
        cookie -> {
          inside.countDown();
          Waits.on(goOn);
        };
    Background<Void> leaving = Background.run(world.filter::unregister);
    Waits.on(inside);
    assertThat(Failures.status(() -> world.link("\\B"))).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    assertThat(Failures.status(() -> world.createPort("\\C", 1)))
        .isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    goOn.countDown();
    leaving.result();
  }

  @Test
  @DisplayName(
      "UNL-01, UNL-02, UNL-03, UNL-04, UNL-07: unregistering ends three connections, once each")
  void unregister() {
    world.createPort(World.NAME, 4);
    List<Link> links = List.of(world.link(), world.link(), world.link());
    Get get = links.get(0).get();
    var sender = links.get(1).telling("x", Timeout.infinite()).untilBlocked();
    world.filter.unregister();
    assertThat(world.count("disconnected")).isEqualTo(3);
    assertThat(get.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    links.forEach(
        link ->
            assertThat(Failures.status(() -> link.port().send(Buffers.utf8("x"), null)))
                .isEqualTo(NtStatus.PORT_DISCONNECTED));
    links.forEach(link -> link.port().close());
    world.filter.unregister();
    assertThat(world.count("disconnect")).isEqualTo(3);
  }

  @Test
  @DisplayName(
      "UNL-02: a connection that the filter closed first, and one of a closed port, are ended too")
  void unregisterHalfClosed() {
    ServerPort server = world.createPort(World.NAME, 4);
    Link first = world.link();
    world.link();
    first.client().close();
    server.close();
    world.filter.unregister();
    assertThat(world.count("disconnected")).isEqualTo(2);
  }

  @Test
  @DisplayName("UNL-05, UNL-06: unregistering waits for callbacks, and none runs afterwards")
  void waitsForCallbacks() {
    world.createPort(World.NAME, 4);
    Link link = world.link();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.onMessage =
        (cookie, call) -> {
          inside.countDown();
          Waits.on(goOn);
          return NtStatus.SUCCESS;
        };
    Background<NtStatus> caller =
        Background.of(() -> Failures.status(() -> link.port().send(Buffers.utf8("x"), null)));
    Waits.on(inside);
    Background<Void> leaving = Background.run(world.filter::unregister).untilBlocked();
    assertThat(world.count("disconnect")).isZero();
    goOn.countDown();
    leaving.result();
    assertThat(world.trace)
        .containsExactly("connect", "message", "answered", "disconnect", "disconnected");
    assertThat(caller.result()).isEqualTo(NtStatus.PORT_DISCONNECTED);
  }

  @Test
  @DisplayName("UNL-06: unregistering waits for a connect callback, which then is ended")
  void waitsForConnect() {
    world.createPort(World.NAME, 4);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.onConnect =
        request -> {
          inside.countDown();
          Waits.on(goOn);
          return NtStatus.SUCCESS;
        };
    Background<FilterPort> connecting =
        Background.of(() -> FilterPort.connect(world.space, World.NAME));
    Waits.on(inside);
    Background<Void> leaving = Background.run(world.filter::unregister).untilBlocked();
    goOn.countDown();
    leaving.result();
    assertThat(world.trace).containsExactly("connect", "disconnect", "disconnected");
    assertThat(connecting.result().isConnected()).isFalse();
  }

  @Test
  @DisplayName("UNL-10, UNL-12: other filters are unharmed; the same one can come again")
  void othersAndAgain() {
    Filter other = register("other", "5", NtStatus.SUCCESS);
    other.createCommunicationPort(PortAttributes.named("\\Other"), world.callbacks(), 1);
    Link unharmed = world.link("\\Other");
    world.createPort(World.NAME, 1);
    Link old = world.link();
    world.filter.unregister();
    unharmed.port().send(Buffers.utf8("x"), null);
    Filter again = world.manager.register(FilterRegistration.named("filter"));
    again.createCommunicationPort(PortAttributes.named(World.NAME), world.callbacks(), 1);
    Link fresh = world.link();
    assertThat(Failures.status(old::get)).isEqualTo(NtStatus.PORT_DISCONNECTED);
    fresh.port().send(Buffers.utf8("x"), null);
  }

  @Test
  @DisplayName("REG-02: the snapshot shows filters by altitude, ports, seats and connections")
  void snapshot() {
    register("low", "10", NtStatus.SUCCESS);
    register("high", "400000", NtStatus.SUCCESS);
    world.createPort(World.NAME, 3);
    world.link().client().close();
    world.link();
    var snapshot = world.manager.snapshot();
    assertThat(snapshot.filters()).extracting("name").containsExactly("high", "filter", "low");
    var port = snapshot.filters().get(1).ports().getFirst();
    assertThat(port.seatsTaken()).isEqualTo(1);
    assertThat(port.maxConnections()).isEqualTo(3);
    List<String> states = new ArrayList<>();
    port.connections().forEach(connection -> states.add(connection.state()));
    assertThat(states).containsExactly("closed by the filter", "open");
  }
}
