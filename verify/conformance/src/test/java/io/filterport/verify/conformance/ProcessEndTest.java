package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.agent.AgentProcess;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The end of a service's process. In one JVM there is no such end that a test could survive. */
@InWorld(WorldKind.PROCESSES)
class ProcessEndTest {
  private final AgentProcess agent = AgentProcess.start();
  private final World world = World.withPort(agent, 1);
  private final Link link = world.link();

  @AfterEach
  void close() {
    world.close();
    agent.close();
  }

  @Test
  @DisplayName("HND-03: kill -9 closes all handles, and the connection ends as by a close")
  void killed() {
    FilterPort copy = link.port().duplicate();
    link.get();
    link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Timeout.infinite());
    sender.untilBlocked();
    assertThat(copy.isConnected()).isTrue();
    agent.kill();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    Waits.until(() -> world.seatsTaken() == 0);
    assertThat(world.trace).containsExactly("connect", "disconnect", "disconnected");
    assertThat(link.tell("x", Timeout.infinite()).outcome()).isEqualTo(Outcome.DISCONNECTED);
  }

  @Test
  @DisplayName("HND-03: one handle closed, the process killed: one disconnect")
  void killedWithOneHandleClosed() {
    FilterPort copy = link.port().duplicate();
    link.port().close();
    assertThat(copy.isConnected()).isTrue();
    assertThat(world.seatsTaken()).isEqualTo(1);
    agent.kill();
    Waits.until(() -> world.seatsTaken() == 0);
    assertThat(world.count("disconnect")).isEqualTo(1);
  }

  @Test
  @DisplayName("HND-03: a process that ends by itself closes the handles that it left open")
  void endsByItself() {
    FilterPort copy = link.port().duplicate();
    assertThat(copy.isConnected()).isTrue();
    Background<SendResult> sender =
        link.asking("x", Buffers.allocate(4), Timeout.infinite()).untilBlocked();
    assertThat(agent.end()).isZero();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    Waits.until(() -> world.seatsTaken() == 0);
    assertThat(world.trace).containsExactly("connect", "disconnect", "disconnected");
  }

  @Test
  @DisplayName("HND-04: a child that outlives its parent holds no copy, the seat is free")
  void childHoldsNothing() {
    ProcessHandle child = agent.startChild();
    try {
      assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
      agent.kill();
      Waits.until(() -> world.seatsTaken() == 0);
      assertThat(child.isAlive()).isTrue();
    } finally {
      child.destroyForcibly();
    }
  }
}
