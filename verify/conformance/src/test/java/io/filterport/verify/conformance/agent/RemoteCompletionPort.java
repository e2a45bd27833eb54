package io.filterport.verify.conformance.agent;

import io.filterport.Timeout;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import java.util.function.Function;

/** A completion port of the agent. */
final class RemoteCompletionPort implements CompletionPort {
  private final AgentProcess agent;
  private final int number;
  private final Function<Packet, Completion> unpack;

  RemoteCompletionPort(AgentProcess agent, int number, Function<Packet, Completion> unpack) {
    this.agent = agent;
    this.number = number;
    this.unpack = unpack;
  }

  @Override
  public void associate(FilterPort port, long key) {
    int tied = ((RemotePort) port).number;
    agent.call((service, call) -> service.associate(call, number, tied, key));
  }

  @Override
  public Completion get(Timeout timeout) {
    Packet packet =
        agent.call((service, call) -> service.packet(call, number, Wait.of(timeout))).packet();
    return packet == null ? null : unpack.apply(packet);
  }

  @Override
  public void post(Completion packet) {
    int overlapped =
        packet.overlapped() instanceof RemoteOverlapped remote ? remote.number : Packet.NONE;
    Packet packed =
        new Packet(packet.key(), overlapped, packet.status().value(), packet.bytes(), null);
    agent.call((service, call) -> service.post(call, number, packed));
  }

  @Override
  public void close() {
    agent.call((service, call) -> service.closeCompletionPort(call, number));
  }
}
