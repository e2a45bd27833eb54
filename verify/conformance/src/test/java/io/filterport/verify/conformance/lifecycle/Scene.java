package io.filterport.verify.conformance.lifecycle;

import io.filterport.NtStatus;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.ServerPort;
import io.filterport.verify.conformance.agent.AgentProcess;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;

/** A filter with one connection, and a gate at which callbacks can be held. */
final class Scene implements AutoCloseable {
  static final String FILTER = "leaving";
  static final String PORT = "\\Leaving";

  final Gate gate = new Gate();
  final World world;
  final Filter filter;
  final ServerPort port;
  final Link link;

  /** The client's process, if it may be killed. */
  private final AgentProcess client;

  Scene(WorldKind kind) {
    this(new World(kind), null);
  }

  /** The client may be killed. */
  Scene(AgentProcess client) {
    this(new World(client), client);
  }

  private Scene(World world, AgentProcess client) {
    this.world = world;
    this.client = client;
    filter =
        world.manager.register(
            FilterRegistration.named(FILTER).at("1").onUnload(mandatory -> NtStatus.SUCCESS));
    port = filter.createCommunicationPort(PortAttributes.named(PORT), world.callbacks(), 4);
    link = world.link(PORT);
  }

  void killClient() {
    client.kill();
  }

  /** {@return seats that are taken, whether the port still listens or not} */
  int seatsTaken() {
    return world.manager.snapshot().filters().stream()
        .flatMap(state -> state.ports().stream())
        .mapToInt(PortState::seatsTaken)
        .sum();
  }

  /** The client hangs up, if it has not been killed. Then the manager has nothing left of it. */
  void settle() {
    if (client == null) {
      link.port().close();
    }
    Waits.until(() -> world.ledger.ended() == world.ledger.accepted());
    world.awaitQuiet();
  }

  @Override
  public void close() {
    gate.open();
    world.close();
    if (client != null) {
      client.close();
    }
  }
}
