package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.linux.Identity;
import io.filterport.security.AccessMask;
import io.filterport.security.AccessToken;
import io.filterport.security.SecurityDescriptor;
import io.filterport.security.Sid;
import io.filterport.service.ConnectOptions;
import io.filterport.verify.conformance.agent.AgentProcess;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A client that is not the manager's user. Only root can become somebody else, and one JVM is one
 * user.
 */
@InWorld(WorldKind.PROCESSES)
class OtherUserTest {
  private static final long NOBODY = 65534;
  private static final String SID = "S-1-22-1-" + NOBODY;
  private static final String GROUP_SID = "S-1-22-2-" + NOBODY;
  private static final String OTHER_GROUP_SID = "S-1-22-2-" + (NOBODY - 1);

  private static final String EARLY = "\\Early";

  private static AgentProcess agent;
  private static World world;
  private static Link early;

  /** A client connects as root, and is somebody else from then on. */
  @BeforeAll
  static void connect() {
    if (Identity.effectiveUid() != 0) {
      System.out.println("skipped: only root can start processes of other users");
    }
    Assumptions.assumeTrue(Identity.effectiveUid() == 0, "only root can change users");
    agent = AgentProcess.start();
    world = new World(agent);
    world.createPort(World.NAME, 1);
    world.link();
    world.createPort(EARLY, 1);
    early = world.link(EARLY);
    assertWorks(early);
    Failures.failure(() -> world.connect("\\Missing"));
    agent.become(NOBODY);
  }

  @BeforeEach
  void admitAll() {
    world.onConnect = request -> NtStatus.SUCCESS;
  }

  @AfterAll
  static void close() {
    if (world != null) {
      world.close();
      agent.close();
    }
  }

  /** In both directions. */
  private static void assertWorks(Link link) {
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(5), Link.LONG);
    get.reply("reply");
    assertThat(sender.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 5));
    link.port().send(Buffers.utf8("x"), null);
  }

  private static void createPort(String name, String sddl) {
    world.filter.createCommunicationPort(
        PortAttributes.named(name).withSecurityDescriptor(SecurityDescriptor.parse(sddl)),
        world.callbacks(),
        1);
  }

  private void assertAdmits(String sddl) {
    String name = "\\Admits " + world.trace.size();
    createPort(name, sddl);
    assertWorks(world.link(name));
  }

  private void assertRefuses(String name) {
    long asked = world.count("connect");
    FilterPortException failure = Failures.failure(() -> world.connect(name));
    assertThat(failure.status()).isEqualTo(NtStatus.ACCESS_DENIED);
    assertThat(failure.hresult().value()).isEqualTo(0x80070005);
    assertThat(world.count("connect")).as("the filter was not asked").isEqualTo(asked);
  }

  private void assertRefuses(String name, String sddl) {
    createPort(name, sddl);
    assertRefuses(name);
  }

  @Test
  @DisplayName(
      "SEC-05: a client that becomes somebody else keeps its connection, and gets no other")
  void checkedOnce() {
    assertRefuses(EARLY);
    assertWorks(early);
    early.port().close();
    Waits.until(() -> seatsTaken(EARLY) == 0);
    assertRefuses(EARLY);
  }

  private static int seatsTaken(String name) {
    return world.manager.snapshot().filters().getFirst().ports().stream()
        .filter(port -> port.name().equals(name))
        .mapToInt(PortState::seatsTaken)
        .sum();
  }

  @Test
  @DisplayName("SEC-01, SEC-06, SEC-09: the default descriptor refuses, and takes no seat")
  void defaultDescriptor() {
    world.createPort("\\Default", 1);
    assertRefuses("\\Default");
    assertThat(seatsTaken("\\Default")).isZero();
    assertRefuses(
        "\\Built", SecurityDescriptor.defaultForPort(AccessMask.FLT_PORT_CONNECT).toSddl());
    assertRefuses("\\All", "D:(A;;0x1f0001;;;SY)(A;;0x1f0001;;;BA)");
  }

  @Test
  @DisplayName("SEC-04, NAM-11, MAP-01, MAP-02: whom it names by uid or any gid connects")
  void named() {
    assertAdmits("D:(A;;0x1;;;" + SID + ")");
    assertAdmits("D:(A;;0x1;;;" + GROUP_SID + ")");
    assertAdmits("D:(A;;0x1;;;" + OTHER_GROUP_SID + ")");
    assertAdmits("D:(A;;0x1;;;WD)");
    assertAdmits("D:(A;;0x1;;;AU)");
    assertRefuses("\\Rights", "D:(A;;0x1f0000;;;" + SID + ")");
    assertRefuses(
        "\\Other", "D:(A;;0x1;;;S-1-22-1-65533)(A;;0x1;;;S-1-22-1-0)(A;;0x1;;;S-1-22-2-0)");
  }

  @Test
  @DisplayName("SEC-08: the NULL list admits strangers, the empty one nobody")
  void emptyAndNull() {
    assertAdmits("D:NO_ACCESS_CONTROL");
    assertAdmits("O:SY");
    assertRefuses("\\Empty", "D:");
  }

  @Test
  @DisplayName("SEC-10: a deny counts in front of an allow, not behind it")
  void order() {
    assertRefuses("\\Deny", "D:(D;;0x1;;;" + SID + ")(A;;0x1;;;WD)");
    assertAdmits("D:(A;;0x1;;;WD)(D;;0x1;;;" + SID + ")");
    assertAdmits("D:(D;;0x1;;;SY)(A;;0x1;;;WD)");
  }

  @Test
  @DisplayName("SEC-07: a refusal by the descriptor and one by the filter are one to the client")
  void refusalsLookAlike() {
    FilterPortException byDescriptor = Failures.failure(() -> world.connect(World.NAME));
    createPort("\\Open", "D:(A;;0x1;;;WD)");
    world.onConnect = request -> NtStatus.ACCESS_DENIED;
    FilterPortException byFilter = Failures.failure(() -> world.connect("\\Open"));
    assertThat(byFilter.getMessage().replace("\\Open", World.NAME))
        .isEqualTo(byDescriptor.getMessage());
  }

  @Test
  @DisplayName("SEC-12, CNF-02, MAP-01: the filter is told who it is by the kernel, and decides")
  void toldWhoItIs() {
    createPort("\\Asked", "D:(A;;0x1;;;WD)");
    AtomicReference<AccessToken> seen = new AtomicReference<>();
    world.onConnect =
        request -> {
          seen.set(request.client());
          return request.client().userId() == NOBODY
              ? NtStatus.PRIVILEGE_NOT_HELD
              : NtStatus.SUCCESS;
        };
    assertThat(Failures.status(() -> world.connect("\\Asked")))
        .isEqualTo(NtStatus.PRIVILEGE_NOT_HELD);
    AccessToken token = seen.get();
    assertThat(token.userId()).isEqualTo(NOBODY);
    assertThat(token.groupId()).isEqualTo(NOBODY);
    assertThat(token.processId()).isEqualTo(agent.pid());
    assertThat(token.holds(Sid.ofUid(NOBODY))).isTrue();
    assertThat(token.holds(Sid.SYSTEM)).isFalse();
    assertThat(token.holds(Sid.ADMINISTRATORS)).isFalse();
    assertThat(token.holds(Sid.ofGid(0))).as("the group it had before").isFalse();
  }

  @Test
  @DisplayName("CON-01, MAP-03: on a full port a stranger learns that it may not, with any context")
  void fullPort() {
    assertThat(seatsTaken(World.NAME)).as("all").isEqualTo(1);
    assertThat(Failures.status(() -> world.linkFrom(AgentProcess.shared())))
        .isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    assertRefuses(World.NAME);
    ConnectOptions largest = ConnectOptions.withContext(Buffers.allocate(65511));
    assertThat(Failures.status(() -> world.connect(World.NAME, largest)))
        .isEqualTo(NtStatus.ACCESS_DENIED);
  }
}
