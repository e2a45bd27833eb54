package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.filter.ClientPort;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Fds;
import io.filterport.linux.Received;
import io.filterport.linux.UnixSocket;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.agent.AgentProcess;
import io.filterport.verify.conformance.world.Descriptors;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sockets that connections between processes stand on. One JVM has none. */
@InWorld(WorldKind.PROCESSES)
class SocketTest {
  private final AgentProcess agent = AgentProcess.start();
  private final World world = World.withPort(agent, 2);

  @AfterEach
  void close() {
    world.close();
    agent.close();
  }

  private long socketsOfTheService(Link link) {
    return world.atService(link.port(), port -> Descriptors.controlSockets().size());
  }

  private void awaitOver(ClientPort client) {
    Waits.until(() -> world.count("disconnected") == 1);
    assertThat(client.isConnected()).isFalse();
    Waits.until(() -> world.seatsTaken() == 0);
  }

  @Test
  @DisplayName("MAP-04: the service's end is closed when its socket ends, though its process lives")
  void socketEnds() {
    Link link = world.link();
    world.atService(
        link.port(),
        port -> UnixSocket.shutdown(Descriptors.controlSockets().getFirst(), UnixSocket.SHUT_RDWR));
    awaitOver(link.client());
    Waits.until(() -> !link.port().isConnected());
    assertThat(Failures.status(link::get)).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(world.link().port().isConnected()).isTrue();
  }

  @Test
  @DisplayName("MAP-04, MAP-05: and when its process dies, though another one holds its socket")
  void socketLivesOn(@TempDir Path directory) {
    String place = directory.resolve("s").toString();
    int listener = UnixSocket.create(UnixSocket.SEQPACKET);
    assertThat(UnixSocket.bind(listener, place)).isZero();
    assertThat(UnixSocket.listen(listener, 1)).isZero();
    Link link = world.link();
    assertThat(world.atService(link.port(), port -> handOver(place))).isPositive();
    int kept = received(listener);
    assertThat(Descriptors.controlSockets()).contains(kept);
    assertThat(link.client().isConnected()).isTrue();
    agent.kill();
    awaitOver(link.client());
    assertThat(Descriptors.controlSockets()).as("it is open still").contains(kept);
    Fds.close(kept);
    Fds.close(listener);
  }

  /** In the service's process. */
  private static long handOver(String place) {
    int connection = Descriptors.controlSockets().getFirst();
    int way = UnixSocket.create(UnixSocket.SEQPACKET);
    int connected = UnixSocket.connect(way, place);
    return connected < 0 ? connected : DescriptorPassing.send(way, new byte[] {1}, connection);
  }

  private static int received(int listener) {
    int way = UnixSocket.accept(listener);
    Received received = DescriptorPassing.receive(way, Arena.global().allocate(1));
    Fds.close(way);
    return received.descriptors().getFirst();
  }

  @Test
  @DisplayName("MAP-04, HND-04: no descriptor of a connection goes to programs that are started")
  void closedOnExec() {
    Link link = world.link();
    assertThat(Descriptors.ofConnections()).isNotEmpty();
    assertThat(Descriptors.inheritable()).isEmpty();
    assertThat(socketsOfTheService(link)).isEqualTo(1);
    assertThat(world.atService(link.port(), port -> Descriptors.inheritable().size())).isZero();
  }

  @Test
  @DisplayName("MAP-05, HND-01: all handles of a connection share one socket, the last one ends it")
  void oneSocket() {
    Link link = world.link();
    int before = Descriptors.ofConnections().size();
    List<FilterPort> handles = new ArrayList<>(List.of(link.port()));
    for (int i = 0; i < 10; i++) {
      handles.add(handles.getLast().duplicate());
    }
    assertThat(socketsOfTheService(link)).isEqualTo(1);
    assertThat(Descriptors.ofConnections()).hasSize(before);
    Link other = world.link();
    assertThat(socketsOfTheService(other)).isEqualTo(2);
    handles.forEach(FilterPort::close);
    assertThat(socketsOfTheService(other)).isEqualTo(1);
  }

  /** What both processes hold. */
  private record Holdings(List<Integer> manager, long mappings, long service) {}

  private Holdings holdings(Link link) {
    return new Holdings(
        Descriptors.ofConnections().stream().sorted().toList(),
        Descriptors.mappings(),
        world.atService(
            link.port(),
            port -> 1000L * Descriptors.ofConnections().size() + Descriptors.mappings()));
  }

  @Test
  @DisplayName("CON-15, CON-11, CON-08, CON-06: clients that are refused leave nothing behind")
  void refused() {
    Link link = world.link();
    world.createPort("\\Full", 1);
    world.link("\\Full");
    Holdings before = holdings(link);
    world.onConnect = request -> NtStatus.ACCESS_DENIED;
    for (int i = 0; i < 20; i++) {
      assertThat(Failures.status(world::link)).isEqualTo(NtStatus.ACCESS_DENIED);
      assertThat(Failures.status(() -> world.link("\\Full")))
          .isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
      assertThat(Failures.status(() -> world.link("\\Missing")))
          .isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    }
    Waits.until(() -> holdings(link).equals(before));
    assertThat(world.seatsTaken()).isEqualTo(1);
    assertThat(world.serviceThreads()).filteredOn(name -> name.contains("client")).hasSize(1);
  }

  @Test
  @DisplayName(
      "MAP-09: a control socket's path has at most 106 bytes; a client is told of one that no socket has")
  void pathOfTheSocket(@TempDir Path directory) {
    int left = 106 - directory.toString().length() - 1;
    Path longest = directory.resolve("s".repeat(left));
    try (FilterManager manager = FilterManager.listen(longest)) {
      manager
          .register(FilterRegistration.named("far"))
          .createCommunicationPort(PortAttributes.named(World.NAME), world.callbacks(), 1);
      FilterPort.connect(PortSpace.at(longest), World.NAME).close();
    }
    Path tooLong = directory.resolve("s".repeat(left + 1));
    assertThat(Failures.status(() -> FilterManager.listen(tooLong)))
        .isEqualTo(NtStatus.NAME_TOO_LONG);
    Path noPath = directory.resolve("s".repeat(left + 2));
    assertThat(Failures.status(() -> FilterPort.connect(PortSpace.at(noPath), World.NAME)))
        .isEqualTo(NtStatus.NAME_TOO_LONG);
  }
}
