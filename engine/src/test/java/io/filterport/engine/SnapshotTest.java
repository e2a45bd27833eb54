package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.engine.slots.EngineClock;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.security.Administrators;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a manager tells of its ports. */
class SnapshotTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private List<PortState> ports() {
    return world.manager.snapshot().filters().getFirst().ports();
  }

  @Test
  void aPortIsThereWhileItListensOrHasAConnection() {
    ServerPort port = world.createPort(World.NAME, 1);
    Link link = world.link();
    assertThat(ports()).extracting(PortState::listening).containsExactly(true);
    port.close();
    assertThat(ports()).extracting(PortState::listening).containsExactly(false);
    link.port().close();
    assertThat(ports()).isEmpty();
    world.createPort(World.NAME, 1).close();
    assertThat(ports()).isEmpty();
  }

  @Test
  void aPortWithoutMessageCallbackIsOneWay() {
    world.createPort(World.NAME, 1);
    PortCallbacks silent = PortCallbacks.of(world.onConnect, world.onDisconnect);
    world.filter.createCommunicationPort(PortAttributes.named("\\Silent"), silent, 1);
    assertThat(ports()).extracting(PortState::oneWay).containsExactly(false, true);
  }

  @Test
  void itsAdministratorsAreThoseItWasMadeWith() {
    Manager manager = new Manager(Administrators.ROOT, EngineClock.SYSTEM);
    assertThat(manager.administrators()).isEqualTo(Administrators.ROOT);
    assertThat(manager.snapshot().administrators()).isEqualTo(Administrators.ROOT);
  }
}
