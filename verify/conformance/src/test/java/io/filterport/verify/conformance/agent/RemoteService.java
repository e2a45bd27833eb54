package io.filterport.verify.conformance.agent;

import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.ServiceWork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The service side of a manager, in another process. Safe for use by any thread. */
public final class RemoteService {
  private final AgentProcess agent;
  private final Path socket;
  private final Map<Integer, RemoteOverlapped> overlappeds = new ConcurrentHashMap<>();

  /** Makes the service side of the manager at a socket. */
  public RemoteService(AgentProcess agent, Path socket) {
    this.agent = agent;
    this.socket = socket;
  }

  /** {@return a connection of the agent} */
  public FilterPort connect(String name, ConnectOptions options) {
    Options packed = Options.of(options);
    int port =
        (int)
            agent
                .call((service, call) -> service.connect(call, socket.toString(), name, packed))
                .value();
    return new RemotePort(agent, port, new PortName(name));
  }

  /** Does something with a port in the agent. */
  public long atService(FilterPort port, ServiceWork work) {
    int number = ((RemotePort) port).number;
    return agent.call((service, call) -> service.work(call, number, work)).value();
  }

  /** {@return an OVERLAPPED of the agent} */
  public Overlapped overlapped() {
    return overlapped(true);
  }

  /** {@return an OVERLAPPED of the agent whose gets post no packet} */
  public Overlapped overlappedWithoutPacket() {
    return overlapped(false);
  }

  private Overlapped overlapped(boolean postsPacket) {
    int number = (int) agent.call((service, call) -> service.overlapped(call, postsPacket)).value();
    RemoteOverlapped made = new RemoteOverlapped(agent, number);
    overlappeds.put(number, made);
    return made;
  }

  /** Does something while a dependant of the OVERLAPPED's future runs in the agent. */
  public void onCompletion(Overlapped overlapped, Runnable action) {
    ((RemoteOverlapped) overlapped).onCompletion(action);
  }

  /** {@return a completion port of the agent} */
  public CompletionPort completionPort() {
    return new RemoteCompletionPort(
        agent, (int) agent.call(ServiceCalls::completionPort).value(), this::unpacked);
  }

  /** {@return the process} */
  public long pid() {
    return agent.pid();
  }

  /** {@return the names of the agent's threads} */
  public List<String> threads() {
    return agent.threads();
  }

  private Completion unpacked(Packet packet) {
    RemoteOverlapped overlapped = overlappeds.get(packet.overlapped());
    if (overlapped != null) {
      overlapped.fill(packet.buffer());
    }
    return new Completion(packet.key(), overlapped, new NtStatus(packet.status()), packet.bytes());
  }
}
