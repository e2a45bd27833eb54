package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.FilterUnload;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltRegisterFilter, and asking a filter to unload. */
@EachWorld
class RegistrationTest {
  private final World world;

  RegistrationTest(WorldKind kind) {
    world = new World(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Filter register(String name, String altitude, FilterUnload unload) {
    return world.manager.register(FilterRegistration.named(name).at(altitude).onUnload(unload));
  }

  private Filter register(String name, String altitude) {
    return register(name, altitude, mandatory -> NtStatus.SUCCESS);
  }

  private NtStatus unload(String name, boolean mandatory) {
    return Failures.status(() -> world.manager.unload(name, mandatory));
  }

  @Test
  @DisplayName("REG-01: names and altitudes are taken once, and free after the filter's end")
  void registering() {
    assertThat(Failures.status(() -> register("filter", "1")))
        .isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    Filter other = register("other", "1.50");
    assertThat(Failures.status(() -> register("third", "1.5")))
        .isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    register("third", "1.51");
    other.unregister();
    register("other", "1.5");
  }

  @Test
  @DisplayName("REG-01: a filter is the owner of its ports for as long as it is registered")
  void owner() {
    Filter other = register("other", "7");
    other.createCommunicationPort(PortAttributes.named("\\A"), world.callbacks(), 1);
    Link link = world.link("\\A");
    assertThat(other.name()).isEqualTo("other");
    assertThat(other.altitude()).isEqualTo("7");
    world.filter.unregister();
    link.port().send(Buffers.utf8("x"), null);
    other.unregister();
    assertThat(Failures.status(() -> link.port().send(Buffers.utf8("x"), null)))
        .isEqualTo(NtStatus.PORT_DISCONNECTED);
  }

  @Test
  @DisplayName("REG-01: a closed manager takes no filter")
  void closedManager() {
    world.manager.close();
    assertThat(Failures.status(() -> register("late", "2")))
        .isEqualTo(NtStatus.FLT_NOT_INITIALIZED);
    assertThat(unload("filter", true)).isEqualTo(NtStatus.NOT_FOUND);
    assertThat(world.manager.snapshot().filters()).isEmpty();
  }

  @Test
  @DisplayName("REG-02: a filter's ports are told apart by their cookies")
  void severalPorts() {
    List<Object> seen = new ArrayList<>();
    world.onConnect =
        request -> {
          seen.add(request.serverPortCookie());
          return NtStatus.SUCCESS;
        };
    List<Object> cookies = List.of(new Object(), new Object(), new Object());
    for (int i = 0; i < 3; i++) {
      PortCallbacks callbacks = world.callbacks().withCookie(cookies.get(i));
      world.filter.createCommunicationPort(PortAttributes.named("\\" + i), callbacks, 1);
    }
    world.link("\\2");
    world.link("\\0");
    world.link("\\1");
    assertThat(seen).containsExactly(cookies.get(2), cookies.get(0), cookies.get(1));
  }

  @Test
  @DisplayName("REG-02: the snapshot shows filters by altitude, ports, seats and connections")
  void snapshot() {
    register("low", "10");
    register("high", "400000");
    world.createPort(World.NAME, 3);
    world.link().client().close();
    world.link();
    var snapshot = world.manager.snapshot();
    assertThat(snapshot.filters()).extracting("name").containsExactly("high", "filter", "low");
    var port = snapshot.filters().get(1).ports().getFirst();
    assertThat(port.seatsTaken()).isEqualTo(1);
    assertThat(port.maxConnections()).isEqualTo(3);
    assertThat(port.connections())
        .extracting("state")
        .containsExactly("closed by the filter", "open");
    assertThat(port.connections()).extracting("processId").containsOnly(world.clientPid());
  }

  @Test
  @DisplayName("REG-03: a client connects as soon as the port is created")
  void atOnce() {
    world.createPort(World.NAME, 1);
    Link link = world.link();
    link.port().send(Buffers.utf8("x"), null);
  }

  @Test
  @DisplayName("REG-04: a filter without an unload callback stays, an unknown one is not found")
  void cannotBeUnloaded() {
    world.createPort(World.NAME, 1);
    assertThat(unload("filter", false)).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
    assertThat(unload("filter", true)).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
    assertThat(unload("nobody", true)).isEqualTo(NtStatus.NOT_FOUND);
    world.link();
  }

  @Test
  @DisplayName("REG-05, UNL-09: a refused unload leaves all in place, a mandatory one goes through")
  void refusedUnload() {
    List<Boolean> asked = new ArrayList<>();
    Filter stubborn =
        register(
            "stubborn",
            "7",
            mandatory -> {
              asked.add(mandatory);
              return NtStatus.FLT_DO_NOT_DETACH;
            });
    stubborn.createCommunicationPort(PortAttributes.named("\\S"), world.callbacks(), 2);
    Link link = world.link("\\S");
    FilterPortException refusal = Failures.failure(() -> world.manager.unload("stubborn", false));
    assertThat(refusal.status()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
    assertThat(refusal.hresult().value()).isEqualTo(0x801F0010);
    link.port().send(Buffers.utf8("x"), null);
    Link second = world.link("\\S");
    Get get = second.get();
    assertThat(second.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("x");
    stubborn.createCommunicationPort(PortAttributes.named("\\T"), world.callbacks(), 1);
    world.manager.unload("stubborn", true);
    assertThat(asked).containsExactly(false, true);
    assertThat(Failures.status(() -> link.port().send(Buffers.utf8("x"), null)))
        .isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(world.count("disconnect")).isEqualTo(2);
    assertThat(unload("stubborn", true)).isEqualTo(NtStatus.NOT_FOUND);
  }

  @Test
  @DisplayName("REG-05: success and information agree, a warning, an error or a throw refuses")
  void whatRefuses() {
    register("agrees", "1", mandatory -> NtStatus.SUCCESS);
    register("informs", "2", mandatory -> new NtStatus(0x40000000));
    world.manager.unload("agrees", false);
    world.manager.unload("informs", false);
    register("warns", "3", mandatory -> NtStatus.BUFFER_OVERFLOW);
    assertThat(unload("warns", false)).isEqualTo(NtStatus.BUFFER_OVERFLOW);
    register("pending", "4", mandatory -> NtStatus.PENDING);
    assertThat(unload("pending", false)).isEqualTo(NtStatus.UNSUCCESSFUL);
    register(
        "throws",
        "5",
        mandatory -> {
          throw new IllegalStateException("thrown by the test");
        });
    assertThat(unload("throws", false)).isEqualTo(NtStatus.UNSUCCESSFUL);
    for (String name : List.of("warns", "pending", "throws")) {
      world.manager.unload(name, true);
    }
    assertThat(world.manager.snapshot().filters()).extracting("name").containsExactly("filter");
  }

  @Test
  @DisplayName("REG-06: once the tear-down began, create and connect say so")
  void tearingDown() {
    world.createPort("\\A", 1);
    world.createPort("\\B", 1);
    world.link("\\A");
    Gate gate = new Gate();
    world.onDisconnect = cookie -> gate.hold();
    Background<Void> leaving = Background.run(world.filter::unregister);
    gate.awaitHeld(1);
    FilterPortException connect = Failures.failure(() -> world.link("\\B"));
    assertThat(connect.status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    assertThat(connect.hresult().value()).isEqualTo(0x801F000B);
    assertThat(Failures.status(() -> world.link("\\A"))).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    assertThat(Failures.status(() -> world.createPort("\\C", 1)))
        .isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    gate.open();
    leaving.result();
    assertThat(Failures.status(() -> world.link("\\B"))).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    assertThat(Failures.status(() -> world.createPort("\\C", 1)))
        .isEqualTo(NtStatus.FLT_DELETING_OBJECT);
  }

  @Test
  @DisplayName("REG-06, CON-01: during the tear-down a port is full first, being deleted second")
  void fullWhileTearingDown() {
    world.createPort("\\A", 1);
    world.createPort("\\B", 1);
    world.createPort("\\C", 1);
    world.link("\\A");
    world.link("\\B");
    Gate gate = new Gate();
    world.onDisconnect = cookie -> gate.hold();
    Background<Void> leaving = Background.run(world.filter::unregister);
    gate.awaitHeld(1);
    assertThat(Failures.status(() -> world.link("\\B"))).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    assertThat(Failures.status(() -> world.link("\\C"))).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    gate.open();
    leaving.result();
    assertThat(Failures.status(() -> world.link("\\B"))).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    assertThat(world.count("connect")).isEqualTo(2);
  }

  @Test
  @DisplayName("REG-06: messages of a filter that is torn down are refused, and reach no callback")
  void messagesWhileTearingDown() {
    world.createPort(World.NAME, 2);
    Link first = world.link();
    world.link();
    Gate gate = new Gate();
    world.onDisconnect = cookie -> gate.hold();
    Background<Void> leaving = Background.run(world.filter::unregister);
    gate.awaitHeld(1);
    assertThat(Failures.status(() -> first.port().send(Buffers.utf8("x"), null)))
        .isEqualTo(NtStatus.PORT_DISCONNECTED);
    gate.open();
    leaving.result();
    assertThat(world.count("message")).isZero();
  }

  @Test
  @DisplayName("REG-06: a filter that is asked, or on its way out, is not asked to unload again")
  void askedTwice() {
    Gate asked = new Gate();
    Filter slow = register("slow", "7", mandatory -> asked.hold(NtStatus.FLT_DO_NOT_DETACH));
    Background<NtStatus> first = Background.of(() -> unload("slow", false));
    asked.awaitHeld(1);
    assertThat(unload("slow", true)).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    asked.open();
    assertThat(first.result()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
    slow.createCommunicationPort(PortAttributes.named("\\S"), world.callbacks(), 1);
    world.link("\\S");
    Gate leaving = new Gate();
    world.onDisconnect = cookie -> leaving.hold();
    Background<Void> unloading = Background.run(() -> world.manager.unload("slow", true));
    leaving.awaitHeld(1);
    assertThat(unload("slow", true)).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    leaving.open();
    unloading.result();
    assertThat(unload("slow", true)).isEqualTo(NtStatus.NOT_FOUND);
  }
}
