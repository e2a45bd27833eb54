package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.security.AccessControlEntry;
import io.filterport.security.AccessControlList;
import io.filterport.security.AccessMask;
import io.filterport.security.SecurityDescriptor;
import io.filterport.security.Sid;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltCreateCommunicationPort. */
@EachWorld
class CreatePortTest {
  private static final int INSENSITIVE = PortAttributes.OBJ_CASE_INSENSITIVE;
  private static final int KERNEL = PortAttributes.OBJ_KERNEL_HANDLE;
  private static final int OPENLINK = PortAttributes.OBJ_OPENLINK;

  private static final PortAttributes GOOD = PortAttributes.named(World.NAME);

  private final World world;

  CreatePortTest(WorldKind kind) {
    world = new World(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private NtStatus create(PortAttributes attributes, PortCallbacks callbacks, int seats) {
    NtStatus status =
        Failures.status(() -> world.filter.createCommunicationPort(attributes, callbacks, seats));
    assertNothingRemains();
    return status;
  }

  private NtStatus create(PortAttributes attributes, int seats) {
    return create(attributes, world.callbacks(), seats);
  }

  /** CCP-06: the name is free, and no port is there. */
  private void assertNothingRemains() {
    assertThat(ports()).noneMatch(port -> port.listening() && port.name().equals(World.NAME));
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
  }

  private List<PortState> ports() {
    return world.manager.snapshot().filters().stream()
        .flatMap(filter -> filter.ports().stream())
        .toList();
  }

  @Test
  @DisplayName(
      "CCP-01, CCP-06: arguments, seats, flags, tear-down, name, collision: the first wins")
  void order() {
    world.createPort("\\Taken", 1);
    PortAttributes taken = PortAttributes.named("\\Taken");
    PortAttributes bad = PortAttributes.named("bad name");
    assertThat(create(bad.withFlags(0), 0)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(taken, 0)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(taken.withFlags(0), 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(taken.withFlags(KERNEL | OPENLINK), 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(bad.withFlags(0), 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(bad, 1)).isEqualTo(NtStatus.OBJECT_PATH_SYNTAX_BAD);
    assertThat(create(taken, 1)).isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    world.filter.unregister();
    assertThat(create(bad, 1)).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    assertThat(create(GOOD, 1)).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    assertThat(create(bad, 0)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(bad.withFlags(0), 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(bad, PortCallbacks.of(null, null), 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
  }

  @Test
  @DisplayName("CCP-01, KSM-07: of arguments with one status the text says which is the first")
  void orderOfArguments() {
    PortAttributes bad = PortAttributes.named("bad name").withMaxMessageBytes(0);
    PortAttributes linked = bad.withFlags(KERNEL | OPENLINK);
    assertThat(advice(PortAttributes.named(null).withFlags(OPENLINK), 0)).contains("with a name");
    assertThat(advice(bad.withFlags(OPENLINK), 0)).startsWith("MaxConnections");
    assertThat(advice(bad.withFlags(OPENLINK), 1)).contains("OBJ_KERNEL_HANDLE");
    assertThat(advice(linked, 1)).startsWith("OBJ_OPENLINK");
    assertThat(advice(bad, 1)).startsWith("The maximum is 1");
    world.filter.unregister();
    assertThat(advice(bad, 1)).startsWith("The maximum is 1");
  }

  private String advice(PortAttributes attributes, int seats) {
    FilterPortException failure =
        Failures.failure(
            () -> world.filter.createCommunicationPort(attributes, world.callbacks(), seats));
    assertThat(failure.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
    return failure.advice();
  }

  @Test
  @DisplayName(
      "CCP-02, CCP-06: no seats or fewer are invalid, one or as many as there are numbers not")
  void seats() {
    assertThat(create(GOOD, 0)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(GOOD, -1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(GOOD, Integer.MIN_VALUE)).isEqualTo(NtStatus.INVALID_PARAMETER);
    world.createPort("\\One", 1);
    world.createPort("\\Many", Integer.MAX_VALUE);
    world.link("\\One");
    world.link("\\Many");
    world.link("\\Many");
    assertThat(ports()).extracting(PortState::seatsTaken).containsExactly(1, 2);
  }

  @Test
  @DisplayName("CCP-03, CCP-05, CCP-06: a kernel handle is needed, a link is not allowed")
  void flags() {
    for (int flags : new int[] {0, INSENSITIVE, OPENLINK, KERNEL | OPENLINK, ~KERNEL, -1}) {
      FilterPortException failure =
          Failures.failure(
              () ->
                  world.filter.createCommunicationPort(
                      GOOD.withFlags(flags), world.callbacks(), 1));
      assertThat(failure.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
      assertThat(failure.hresult().value()).isEqualTo(0x80070057);
      assertNothingRemains();
    }
    world.filter.createCommunicationPort(GOOD.withFlags(~OPENLINK), world.callbacks(), 1);
    world.link();
  }

  @Test
  @DisplayName("CCP-04, CCP-06: missing attributes, name or callbacks are an invalid parameter")
  void missingArguments() {
    PortCallbacks withoutConnect = PortCallbacks.of(null, cookie -> {});
    PortCallbacks withoutDisconnect = PortCallbacks.of(request -> NtStatus.SUCCESS, null);
    assertThat(create(null, 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(PortAttributes.named(null), 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(GOOD, null, 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(GOOD, withoutConnect, 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(GOOD, withoutDisconnect, 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    world.filter.createCommunicationPort(
        GOOD, PortCallbacks.of(request -> NtStatus.SUCCESS, cookie -> {}), 1);
    world.connect(World.NAME);
  }

  @Test
  @DisplayName("CCP-06, CCP-07: after a failure the name can be had, and its port accepts at once")
  void acceptsAtOnce() {
    for (int i = 0; i < 10; i++) {
      assertThat(create(GOOD, 0)).isEqualTo(NtStatus.INVALID_PARAMETER);
      try (var port = world.createPort(World.NAME, 1)) {
        assertThat(port.name().value()).isEqualTo(World.NAME);
        world.link().port().close();
      }
    }
    assertThat(world.count("connect")).isEqualTo(10);
  }

  @Test
  @DisplayName("CCP-06: a port that was refused for its name does not have it later")
  void collision() {
    ServerPort first = world.createPort(World.NAME, 1);
    assertThat(
            Failures.status(() -> world.filter.createCommunicationPort(GOOD, world.callbacks(), 1)))
        .isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    first.close();
    assertNothingRemains();
    world.createPort(World.NAME, 1);
    world.link();
  }

  @Test
  @DisplayName("CCP-08, CNF-04, REG-02: a port's cookie reaches its connect callback as it is")
  void serverPortCookies() {
    AtomicReference<Object> seen = new AtomicReference<>();
    world.onConnect =
        request -> {
          seen.set(request.serverPortCookie());
          return NtStatus.SUCCESS;
        };
    Object cookie = new Object();
    world.filter.createCommunicationPort(
        PortAttributes.named("\\A"), world.callbacks().withCookie(cookie), 1);
    world.createPort("\\B", 1);
    world.link("\\A");
    assertThat(seen.get()).isSameAs(cookie);
    world.link("\\B");
    assertThat(seen.get()).isNull();
  }

  @Test
  @DisplayName("CCP-08: a server port's cookie reaches no other callback")
  void toNothingElse() {
    List<Object> seen = new CopyOnWriteArrayList<>();
    world.onMessage =
        (cookie, call) -> {
          seen.add("message " + cookie);
          return NtStatus.SUCCESS;
        };
    world.onDisconnect = cookie -> seen.add("disconnect " + cookie);
    world.filter.createCommunicationPort(GOOD, world.callbacks().withCookie("the port's"), 1);
    Link link = world.link();
    link.port().send(Buffers.utf8("x"), null);
    link.port().close();
    Waits.until(() -> world.count("disconnected") == 1);
    assertThat(seen).containsExactly("message null", "disconnect null");
  }

  @Test
  @DisplayName("CCP-09: what a descriptor was made of can change, the port's decisions do not")
  void descriptorIsCaptured() {
    AccessControlEntry allow = AccessControlEntry.allow(AccessMask.FLT_PORT_CONNECT, Sid.EVERYONE);
    AccessControlEntry deny = AccessControlEntry.deny(AccessMask.FLT_PORT_CONNECT, Sid.EVERYONE);
    List<AccessControlEntry> entries = new ArrayList<>(List.of(allow));
    AccessControlList list = new AccessControlList(Set.of(), false, entries);
    PortAttributes attributes = GOOD.withSecurityDescriptor(SecurityDescriptor.of(list));
    world.filter.createCommunicationPort(attributes, world.callbacks(), 2);
    entries.set(0, deny);
    world.link();
    assertThatThrownBy(() -> list.entries().set(0, deny))
        .isInstanceOf(UnsupportedOperationException.class);
    PortAttributes others = attributes.withSecurityDescriptor(SecurityDescriptor.parse("D:"));
    Failures.failure(() -> world.filter.createCommunicationPort(others, world.callbacks(), 1));
    world.link();
  }

  @Test
  @DisplayName("CCP-10: unregistering a filter closes its open ports, and their names are free")
  void unregister() {
    world.createPort(World.NAME, 1);
    Link link = world.link();
    Filter other = world.manager.register(FilterRegistration.named("other").at("1"));
    world.filter.unregister();
    assertNothingRemains();
    assertThat(world.count("disconnected")).isEqualTo(1);
    Waits.until(() -> !link.port().isConnected());
    other.createCommunicationPort(GOOD, world.callbacks(), 1);
    world.link();
  }

  @Test
  @DisplayName("CCP-11: a filter has as many ports as it likes")
  void manyPorts() {
    for (int i = 0; i < 1000; i++) {
      world.createPort("\\Port" + i, 1);
    }
    for (int i : new int[] {0, 1, 500, 999}) {
      world.link("\\Port" + i);
    }
    assertThat(ports()).hasSize(1000);
    assertThat(ports().stream().mapToInt(PortState::seatsTaken).sum()).isEqualTo(4);
  }
}
