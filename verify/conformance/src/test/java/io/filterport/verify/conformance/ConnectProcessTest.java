package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.ipc.ConnectedProcess;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.agent.AgentProcess;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Blocked;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Clients that are processes of their own, and die. One JVM cannot lose a client. */
@InWorld(WorldKind.PROCESSES)
class ConnectProcessTest {
  private final AgentProcess agent = AgentProcess.start();
  private final World world = new World(agent);
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @AfterEach
  void close() {
    world.close();
    agent.close();
  }

  @Test
  @DisplayName(
      "CON-05, BUF-07: what a client does to its context while its callback runs is not seen there")
  void contextIsCopied() {
    world.createPort(World.NAME, 2);
    Link link = world.link();
    AtomicReference<String> seen = new AtomicReference<>();
    world.onConnect =
        request -> {
          link.tell("change it", Link.LONG);
          Waits.on(goOn);
          seen.set(Link.text(request.context()));
          return NtStatus.SUCCESS;
        };
    world.onMessage =
        (cookie, call) -> {
          goOn.countDown();
          return NtStatus.SUCCESS;
        };
    String socket = world.space().toString();
    long connected = world.atService(link.port(), port -> changeContext(port, socket));
    assertThat(connected).isEqualTo(1);
    assertThat(seen).hasValue("context");
  }

  /** {@return 1 if it is connected} Once the filter says so it changes the context, and says so. */
  private static long changeContext(FilterPort port, String socket) {
    MemorySegment context = Buffers.utf8("context");
    Background<FilterPort> connecting =
        Background.of(
            () ->
                FilterPort.connect(
                    PortSpace.at(Path.of(socket)),
                    World.NAME,
                    ConnectOptions.withContext(context)));
    port.getMessage(Buffers.allocate(64));
    context.fill((byte) 'x');
    port.send(Buffers.utf8("changed"), null);
    return connecting.result().isConnected() ? 1 : 0;
  }

  /** The client dies while its callback runs, which then gives this answer. */
  private void dieInside(NtStatus answer) {
    world.createPort(World.NAME, 1);
    world.onConnect =
        request -> {
          inside.countDown();
          Waits.on(goOn);
          return answer;
        };
    Background<FilterPort> ignored = Background.of(() -> world.connect(World.NAME));
    Waits.on(inside);
    agent.kill();
    assertThat(world.seatsTaken()).as("the callback still runs").isEqualTo(1);
    goOn.countDown();
    Waits.until(() -> world.seatsTaken() == 0);
  }

  @Test
  @DisplayName("CON-14: a client dies inside its callback, is accepted, and disconnected once")
  void diesAndIsAccepted() {
    dieInside(NtStatus.SUCCESS);
    assertThat(world.trace).containsExactly("connect", "disconnect", "disconnected");
    ClientPort client = world.clients.getFirst();
    assertThat(client.isConnected()).isFalse();
    assertThat(client.send(Buffers.utf8("x"), null, Timeout.infinite()).outcome())
        .isEqualTo(Outcome.DISCONNECTED);
    assertOthersConnect();
  }

  @Test
  @DisplayName("CON-14, CON-11: a client dies inside its callback, is refused, and that is all")
  void diesAndIsRefused() {
    dieInside(NtStatus.UNSUCCESSFUL);
    assertThat(world.trace).containsExactly("connect");
    assertOthersConnect();
  }

  private void assertOthersConnect() {
    long before = world.count("connect");
    world.onConnect = request -> NtStatus.SUCCESS;
    assertThat(world.linkFrom(AgentProcess.shared()).port().isConnected()).isTrue();
    assertThat(world.count("connect")).isEqualTo(before + 1);
  }

  @Test
  @DisplayName("CON-14, CNF-14: a callback that sends without a timeout ends with its dead client")
  void callbackEnds() {
    AtomicReference<Thread> callback = new AtomicReference<>();
    AtomicReference<SendResult> seen = new AtomicReference<>();
    world.createPort(World.NAME, 1);
    world.onConnect =
        request -> {
          callback.set(Thread.currentThread());
          seen.set(request.clientPort().send(Buffers.utf8("x"), null, Timeout.infinite()));
          return NtStatus.SUCCESS;
        };
    Background<FilterPort> ignored = Background.of(() -> world.connect(World.NAME));
    Waits.until(() -> callback.get() != null && Blocked.isBlocked(callback.get()));
    agent.kill();
    Waits.until(() -> world.seatsTaken() == 0);
    assertThat(seen.get().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(world.trace).containsExactly("connect", "disconnect", "disconnected");
    assertOthersConnect();
  }

  @Test
  @DisplayName("CON-14: what a filter's thread sent to the dead client's connection ends")
  void sendEnds() {
    AtomicReference<Background<SendResult>> sender = new AtomicReference<>();
    world.createPort(World.NAME, 1);
    world.onConnect =
        request -> {
          ClientPort client = request.clientPort();
          sender.set(
              Background.of(() -> client.send(Buffers.utf8("x"), null, Timeout.infinite()))
                  .untilBlocked());
          inside.countDown();
          Waits.on(goOn);
          return NtStatus.SUCCESS;
        };
    Background<FilterPort> ignored = Background.of(() -> world.connect(World.NAME));
    Waits.on(inside);
    agent.kill();
    goOn.countDown();
    assertThat(sender.get().result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    Waits.until(() -> world.count("disconnected") == 1);
  }

  @Test
  @DisplayName("NAM-11, CNF-12: every process reaches a name, two are inside the callback at once")
  void names() {
    world.createPort(World.NAME, 2);
    List<Long> pids = new CopyOnWriteArrayList<>();
    CyclicBarrier both = new CyclicBarrier(2);
    world.onConnect =
        request -> {
          pids.add(request.client().processId());
          Waits.at(both);
          return NtStatus.SUCCESS;
        };
    Background<FilterPort> first = Background.of(() -> world.connect(World.NAME));
    Link second = world.linkFrom(AgentProcess.shared());
    assertThat(first.result().isConnected()).isTrue();
    assertThat(second.port().isConnected()).isTrue();
    assertThat(pids).containsExactlyInAnyOrder(agent.pid(), AgentProcess.shared().pid());
  }

  @Test
  @DisplayName("the request has each client's process, by which a filter can leave it out")
  void processes() {
    world.createPort(World.NAME, 2);
    List<ConnectedProcess> processes = new CopyOnWriteArrayList<>();
    world.onConnect =
        request -> {
          processes.add((ConnectedProcess) request.process());
          return NtStatus.SUCCESS;
        };
    world.link();
    world.linkFrom(AgentProcess.shared());
    assertThat(processes)
        .extracting(process -> (long) process.id())
        .containsExactly(agent.pid(), AgentProcess.shared().pid());
  }

  @Test
  @DisplayName("CON-08: a refusal for want of a seat names the process that holds it")
  void whoSits() {
    world.createPort(World.NAME, 1);
    world.link();
    FilterPortException failure = Failures.failure(() -> world.linkFrom(AgentProcess.shared()));
    assertThat(failure.status()).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    assertThat(failure.advice()).contains("held by pid " + agent.pid());
  }
}
