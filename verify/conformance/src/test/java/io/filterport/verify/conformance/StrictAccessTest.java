package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.filter.PortAttributes;
import io.filterport.security.SecurityDescriptor;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the descriptor of a port must grant to its clients. */
@EachWorld
class StrictAccessTest {
  private final World world;

  StrictAccessTest(WorldKind kind) {
    world = new World(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static PortAttributes attributes(String sddl) {
    return PortAttributes.named(World.NAME).withSecurityDescriptor(SecurityDescriptor.parse(sddl));
  }

  private void create(PortAttributes attributes) {
    world.filter.createCommunicationPort(attributes, world.callbacks(), 1);
  }

  private boolean snapshotIsStrict() {
    PortState port = world.manager.snapshot().filters().getFirst().ports().getFirst();
    return port.strictAccess();
  }

  @ParameterizedTest
  @ValueSource(strings = {"D:(A;;0x1;;;WD)", "D:(A;;GA;;;WD)", "D:(A;;0x1;;;WD)(D;;GA;;;WD)"})
  @DisplayName("SEC-04: the right to connect is enough, others need not be granted")
  void contract(String sddl) {
    create(attributes(sddl));
    world.link();
    assertThat(snapshotIsStrict()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"D:(A;;0x1;;;WD)", "D:(A;;0x1;;;WD)(D;;GA;;;WD)(A;;GA;;;WD)"})
  @DisplayName("SEC-04, SEC-06: a strict port refuses it, without asking its filter")
  void strict(String sddl) {
    create(attributes(sddl).withStrictAccess());
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.ACCESS_DENIED);
    assertThat(world.count("connect")).isEqualTo(0);
    assertThat(world.seatsTaken()).isEqualTo(0);
    assertThat(snapshotIsStrict()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "D:(A;;GA;;;WD)",
        "D:(A;;0x1f0001;;;SY)",
        "D:(A;;0x1;;;WD)(A;;0x1f0000;;;BA)",
        "D:NO_ACCESS_CONTROL"
      })
  @DisplayName("SEC-04: all access passes a strict port, in one entry or in several")
  void strictAndGranted(String sddl) {
    create(attributes(sddl).withStrictAccess());
    world.link();
  }

  @Test
  @DisplayName("SEC-04, SEC-09: the default descriptor passes a strict port")
  void strictByDefault() {
    create(PortAttributes.named(World.NAME).withStrictAccess().caseInsensitive());
    world.link("\\PORT");
  }
}
