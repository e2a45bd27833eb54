package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.filter.PortAttributes;
import io.filterport.verify.conformance.agent.AgentProcess;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Threads;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The threads of a manager whose clients are other processes. In one JVM it has none. */
@InWorld(WorldKind.PROCESSES)
class ManagerThreadsTest {
  private static final String MANY = "\\Many";
  private static final int CONNECTIONS = 100;

  /** As the failure model says. */
  private static final int CALLBACK_THREADS = 80;

  private final AgentProcess agent = AgentProcess.start();
  private final World world = new World(agent);
  private final Gate gate = new Gate();

  @AfterEach
  void close() {
    gate.open();
    world.close();
    agent.close();
  }

  private static long threads(String prefix) {
    return Threads.names().stream().filter(name -> name.startsWith(prefix)).count();
  }

  @Test
  @DisplayName("CNF-02, DIS-11, INV-05: one thread for all sockets, 80 for callbacks, and no more")
  void bounded() {
    world.filter.createCommunicationPort(
        PortAttributes.named(MANY).withMaxMessageBytes(64),
        world.callbacks().onMessage(null),
        CONNECTIONS);
    world.createPort(World.NAME, 1);
    Link bystander = world.linkFrom(AgentProcess.shared());
    for (int i = 0; i < CONNECTIONS; i++) {
      world.link(MANY);
    }
    Waits.until(() -> threads("filterport-control") == 1); // those of former managers have ended
    assertThat(threads("filterport-notify-" + MANY)).isZero();
    assertThat(agent.threads()).filteredOn(name -> name.startsWith("filterport")).hasSize(1);
    world.onDisconnect = cookie -> gate.hold();
    agent.kill();
    gate.awaitHeld(CALLBACK_THREADS);
    bystander.port().send(Buffers.utf8("x"), null);
    Waits.until(() -> threads("filterport-callback-") == CALLBACK_THREADS);
    assertThat(world.count("disconnect")).isEqualTo(CALLBACK_THREADS);
    gate.open();
    Waits.until(() -> world.count("disconnected") == CONNECTIONS);
  }
}
