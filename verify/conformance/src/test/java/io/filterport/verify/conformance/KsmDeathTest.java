package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.agent.AgentProcess;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Senders whose client is killed. Between processes only: one world is one process. */
@InWorld(WorldKind.PROCESSES)
class KsmDeathTest {
  private static final SendResult DISCONNECTED =
      new SendResult(Outcome.DISCONNECTED, NtStatus.PORT_DISCONNECTED, 0);

  private final AgentProcess client = AgentProcess.start();
  private final World world = new World(client);
  private Link link;

  @BeforeEach
  void connect() {
    world.createPort(World.NAME, 2);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
    client.close();
  }

  private static long postGets(FilterPort port, int count) {
    for (int i = 0; i < count; i++) {
      port.getMessage(Buffers.allocate(64), Overlapped.create());
    }
    return count;
  }

  @Test
  @DisplayName("KSM-13, KSM-48: a killed client's senders and waiters end; another's wait on")
  void killed() {
    Link other = world.linkFrom(AgentProcess.shared());
    Background<SendResult> unharmed = other.telling("x", Link.LONG).untilBlocked();
    world.atService(link.port(), port -> postGets(port, 4));
    List<Background<SendResult>> blocked = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      blocked.add(link.asking("x", Buffers.allocate(4), Timeout.infinite()).untilBlocked());
    }
    for (int i = 0; i < 4; i++) {
      blocked.add(link.telling("x", Timeout.infinite()).untilBlocked());
    }
    client.kill();
    assertThat(blocked).extracting(Background::result).containsOnly(DISCONNECTED);
    assertThat(unharmed.isDone()).isFalse();
    assertThat(other.port().getMessage(Buffers.allocate(17))).isEqualTo(17);
    assertThat(unharmed.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("KSM-25: what reached a getter was a success, though its process is killed then")
  void killedAfterDelivery() {
    world.atService(link.port(), port -> postGets(port, 1));
    SendResult delivered = link.tell("x", Timeout.infinite());
    Background<SendResult> late = link.telling("y", Timeout.infinite()).untilBlocked();
    client.kill();
    assertThat(delivered.outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(late.result()).isEqualTo(DISCONNECTED);
  }

  @Test
  @DisplayName("KSM-23: the getters of a process that died get nothing")
  void gettersOfTheDead() {
    world.atService(link.port(), port -> postGets(port, 4));
    client.kill();
    Waits.until(() -> world.count("disconnected") == 1);
    assertThat(link.tell("x", Timeout.infinite())).isEqualTo(DISCONNECTED);
  }
}
