package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import io.filterport.security.AccessMask;
import io.filterport.security.SecurityDescriptor;
import io.filterport.security.Sid;
import io.filterport.service.ConnectOptions;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Log;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What a port's descriptor does to a connect. Its evaluation has tests of its own in the module
 * api.
 */
@EachWorld
class AccessTest {
  private final World world;

  AccessTest(WorldKind kind) {
    world = new World(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private ServerPort createPort(String sddl) {
    return createPort(World.NAME, SecurityDescriptor.parse(sddl));
  }

  private void assertAdmits(String sddl) {
    assertAdmits(SecurityDescriptor.parse(sddl));
  }

  private void assertAdmits(SecurityDescriptor descriptor) {
    long asked = world.count("connect");
    ServerPort server = createPort(World.NAME, descriptor);
    assertThat(world.connect(World.NAME).isConnected()).as("%s", descriptor).isTrue();
    server.close();
    assertThat(world.count("connect")).isEqualTo(asked + 1);
  }

  private void assertRefuses(String sddl) {
    assertRefuses(
        PortAttributes.named(World.NAME).withSecurityDescriptor(SecurityDescriptor.parse(sddl)));
  }

  private void assertRefuses(PortAttributes attributes) {
    long asked = world.count("connect");
    ServerPort server = world.filter.createCommunicationPort(attributes, world.callbacks(), 1);
    FilterPortException failure = Failures.failure(() -> world.connect(World.NAME));
    assertThat(failure.status()).as("%s", attributes).isEqualTo(NtStatus.ACCESS_DENIED);
    assertThat(failure.hresult().value()).isEqualTo(0x80070005);
    PortState port = world.manager.snapshot().filters().getFirst().ports().getLast();
    assertThat(port.seatsTaken()).isZero();
    assertThat(port.connections()).isEmpty();
    server.close();
    assertThat(world.count("connect")).as("the filter was not asked").isEqualTo(asked);
  }

  @Test
  @DisplayName("SEC-04, SEC-06: the right to connect admits, all others together do not")
  void rightToConnect() {
    assertAdmits("D:(A;;0x1;;;SY)");
    assertAdmits("D:(A;;0x1f0001;;;SY)");
    assertRefuses("D:(A;;0x1f0000;;;SY)");
    assertRefuses("D:(A;;0x1f0001;;;S-1-5-21-1-2-3)");
  }

  @Test
  @DisplayName("SEC-01: the default descriptor grants what was desired, and not a bit more")
  void builtDescriptor() {
    SecurityDescriptor connecting = SecurityDescriptor.defaultForPort(AccessMask.FLT_PORT_CONNECT);
    assertAdmits(connecting);
    assertRefuses(strict(connecting));
    assertAdmits(SecurityDescriptor.defaultForPort(AccessMask.FLT_PORT_ALL_ACCESS));
    assertRefuses("D:(A;;0x1f0000;;;SY)(A;;0x1f0000;;;BA)");
  }

  private static PortAttributes strict(SecurityDescriptor descriptor) {
    return PortAttributes.named(World.NAME).withSecurityDescriptor(descriptor).withStrictAccess();
  }

  @Test
  @DisplayName("SEC-02: all access is the right to connect and the five standard rights")
  void allAccess() {
    for (int bit : new int[] {0x1, 0x10000, 0x20000, 0x40000, 0x80000, 0x100000}) {
      String others = "D:(A;;0x%x;;;WD)".formatted(0x1FFFFF & ~bit);
      assertRefuses(strict(SecurityDescriptor.parse(others)));
    }
    world.filter.createCommunicationPort(
        strict(SecurityDescriptor.parse("D:(A;;0x1f0001;;;WD)")), world.callbacks(), 1);
    world.link();
  }

  @Test
  @DisplayName("MAP-02: letters, numbers, aliases, SIDs and bytes say the same to a port")
  void spellings() {
    SecurityDescriptor descriptor = SecurityDescriptor.parse("D:(A;;CC;;;SY)");
    assertAdmits(descriptor);
    assertAdmits("D:(A;;0x1;;;S-1-5-18)");
    assertAdmits(SecurityDescriptor.fromBytes(descriptor.toBytes()));
    SecurityDescriptor denying = SecurityDescriptor.parse("O:SYG:BAD:(D;;CC;;;BA)(A;;CC;;;SY)");
    assertRefuses(denying.toSddl());
    assertRefuses(
        PortAttributes.named(World.NAME)
            .withSecurityDescriptor(SecurityDescriptor.fromBytes(denying.toBytes())));
    assertRefuses("D:(A;;CC;;;S-1-22-1-4294967294)(A;;CC;;;S-1-22-2-4294967294)");
  }

  @Test
  @DisplayName("MAP-01: the manager's own user is SYSTEM and an administrator")
  void ownUser() {
    assertAdmits("D:(A;;0x1;;;SY)");
    assertAdmits("D:(A;;0x1;;;BA)");
    world.onConnect =
        request ->
            request.client().holds(Sid.SYSTEM) && request.client().holds(Sid.ADMINISTRATORS)
                ? NtStatus.PRIVILEGE_NOT_HELD
                : NtStatus.SUCCESS;
    createPort("D:(A;;0x1;;;WD)");
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.PRIVILEGE_NOT_HELD);
  }

  @Test
  @DisplayName("SEC-03, SEC-04: all generic rights admit, reading, writing and executing do not")
  void genericRights() {
    assertAdmits("D:(A;;GA;;;SY)");
    assertRefuses("D:(A;;GR;;;SY)(A;;GW;;;SY)(A;;GX;;;SY)");
  }

  @Test
  @DisplayName("SEC-05: a connection stays when its port is replaced by one that admits nobody")
  void decidedOnce() {
    ServerPort first = createPort("D:(A;;0x1;;;SY)");
    Link link = world.link();
    first.close();
    createPort("D:");
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.ACCESS_DENIED);
    link.port().send(Buffers.utf8("still here"), null);
    assertAnswers(link);
  }

  @Test
  @DisplayName("SEC-06: a refused client finds the only seat free for whoever is admitted")
  void seatStaysFree() {
    world.createPort("\\Open", 1);
    assertRefuses("D:");
    world.link("\\Open");
  }

  @Test
  @DisplayName("SEC-07: whether descriptor or filter refused only the log tells")
  void refusalsLookAlike() {
    try (Log log = new Log()) {
      ServerPort closed = createPort("D:(D;;0x1;;;WD)");
      FilterPortException byDescriptor = Failures.failure(() -> world.connect(World.NAME));
      closed.close();
      assertThat(log.lines("refused by the descriptor")).hasSize(1);
      assertThat(log.lines("refused by the filter")).isEmpty();
      world.createPort(World.NAME, 1);
      world.onConnect = request -> NtStatus.ACCESS_DENIED;
      FilterPortException byFilter = Failures.failure(() -> world.connect(World.NAME));
      assertThat(log.lines("refused by the filter")).hasSize(1);
      assertThat(byFilter.status()).isEqualTo(NtStatus.ACCESS_DENIED);
      assertThat(byFilter.hresult()).isEqualTo(byDescriptor.hresult());
      assertThat(byFilter).hasMessage(byDescriptor.getMessage());
    }
  }

  @Test
  @DisplayName("SEC-08: no list and the NULL list admit everyone, the empty list nobody")
  void emptyAndNull() {
    assertAdmits("D:NO_ACCESS_CONTROL");
    assertAdmits("O:SY");
    assertRefuses("D:");
    assertRefuses("O:SYD:");
  }

  @Test
  @DisplayName("SEC-09: no descriptor is the default one with all access")
  void defaultDescriptor() {
    world.createPort(World.NAME, 1);
    PortState port = world.manager.snapshot().filters().getFirst().ports().getFirst();
    assertThat(port.securityDescriptor())
        .isEqualTo(SecurityDescriptor.defaultForPort(AccessMask.FLT_PORT_ALL_ACCESS).toSddl());
    world.link();
  }

  @Test
  @DisplayName("SEC-10: entries decide in their order, up to the one that settles it")
  void order() {
    assertRefuses("D:(D;;0x1;;;WD)(A;;0x1;;;SY)");
    assertAdmits("D:(A;;0x1;;;SY)(D;;0x1;;;WD)");
    assertAdmits("D:(D;;0x1f0000;;;WD)(A;;0x1;;;SY)");
    assertAdmits("D:(D;;0x1;;;S-1-5-21-1-2-3)(A;;0x1;;;SY)");
  }

  @Test
  @DisplayName("SEC-10: an entry for children only neither admits nor refuses")
  void inheritOnly() {
    assertRefuses("D:(A;IO;0x1;;;SY)");
    assertAdmits("D:(D;IO;0x1;;;WD)(A;;0x1;;;SY)");
  }

  @Test
  @DisplayName("SEC-11: whoever was admitted with the right to connect alone can do everything")
  void connectingOnly() {
    createPort("D:(A;;0x1;;;SY)");
    Link link = world.link();
    link.port().send(Buffers.utf8("x"), null);
    assertAnswers(link);
  }

  private static void assertAnswers(Link link) {
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(5), Link.LONG);
    get.reply("reply");
    assertThat(sender.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 5));
  }

  @Test
  @DisplayName(
      "SEC-11: a port without a message callback is one-way, whatever its descriptor grants")
  void oneWay() {
    PortCallbacks callbacks = world.callbacks();
    world.filter.createCommunicationPort(
        PortAttributes.named(World.NAME)
            .withSecurityDescriptor(SecurityDescriptor.parse("D:(A;;GA;;;WD)")),
        callbacks.onMessage(null),
        1);
    Link link = world.link();
    FilterPortException failure = Failures.failure(() -> link.port().send(Buffers.utf8("x"), null));
    assertThat(failure.status()).isEqualTo(NtStatus.INVALID_DEVICE_REQUEST);
    assertThat(failure.hresult().value()).isEqualTo(0x80070001);
    assertAnswers(link);
  }

  @Test
  @DisplayName("SEC-12: the connect callback decides further, by who connects")
  void furtherAdmission() {
    createPort("D:(A;;0x1;;;WD)");
    world.onConnect =
        request ->
            request.client().processId() == world.clientPid()
                    && request.client().holds(Sid.SYSTEM)
                    && !request.client().holds(Sid.parse("S-1-5-21-1-2-3"))
                ? NtStatus.PRIVILEGE_NOT_HELD
                : NtStatus.SUCCESS;
    FilterPortException failure = Failures.failure(world::link);
    assertThat(failure.status()).isEqualTo(NtStatus.PRIVILEGE_NOT_HELD);
    assertThat(failure.hresult().value()).isEqualTo(0x80070522);
  }

  @Test
  @DisplayName("SEC-13: a descriptor serves one port after the other, and is never used up")
  void nothingToFree() {
    SecurityDescriptor descriptor = SecurityDescriptor.parse("D:(A;;0x1;;;SY)");
    String text = descriptor.toSddl();
    for (int i = 0; i < 3; i++) {
      ServerPort server = createPort("\\Port" + i, descriptor);
      createPort("\\Beside" + i, descriptor);
      world.link("\\Port" + i).hangUp();
      server.close();
      world.link("\\Beside" + i);
    }
    world.filter.unregister();
    assertThat(descriptor.toSddl()).isEqualTo(text);
    assertThat(descriptor).isNotInstanceOf(AutoCloseable.class);
  }

  private ServerPort createPort(String name, SecurityDescriptor descriptor) {
    return world.filter.createCommunicationPort(
        PortAttributes.named(name).withSecurityDescriptor(descriptor), world.callbacks(), 1);
  }

  @Test
  @DisplayName("SEC-14: the security attributes of a connect neither admit nor keep out")
  void attributesOfTheConnect() {
    ConnectOptions inheritable = ConnectOptions.none().inheritable();
    createPort("\\Open", SecurityDescriptor.parse("D:(A;;0x1;;;SY)"));
    createPort("\\Closed", SecurityDescriptor.parse("D:"));
    if (world.inheritsHandles()) {
      world.link("\\Open", inheritable).hangUp();
      assertThat(refusal("\\Closed", inheritable)).isEqualTo(NtStatus.ACCESS_DENIED);
    } else {
      assertThat(refusal("\\Open", inheritable)).isEqualTo(NtStatus.NOT_SUPPORTED);
      assertThat(refusal("\\Closed", inheritable)).isEqualTo(NtStatus.NOT_SUPPORTED);
    }
    world.link("\\Open", ConnectOptions.none());
    assertThat(refusal("\\Closed", ConnectOptions.none())).isEqualTo(NtStatus.ACCESS_DENIED);
  }

  private NtStatus refusal(String name, ConnectOptions options) {
    return Failures.status(() -> world.connect(name, options));
  }
}
