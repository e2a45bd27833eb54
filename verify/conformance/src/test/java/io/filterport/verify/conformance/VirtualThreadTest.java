package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.MessageService;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Blocked;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.ServiceWork;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Calls that wait on virtual threads, on more connections than there are carriers: between
 * processes a thread that slept in the kernel would keep its carrier.
 */
@EachWorld
class VirtualThreadTest {
  private static final int CONNECTIONS =
      Integer.getInteger(
              "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors())
          + 1;
  private static final String LAST = "last";

  private final World world;
  private final List<Link> links;
  private final Gate gate = new Gate();

  VirtualThreadTest(WorldKind kind) {
    world = new World(kind);
    world.filter.createCommunicationPort(
        PortAttributes.named(World.NAME).withMaxMessageBytes(64), world.callbacks(), CONNECTIONS);
    links = IntStream.range(0, CONNECTIONS).mapToObj(i -> world.link()).toList();
    world.onMessage = this::called;
  }

  private NtStatus called(Object cookie, MessageCall call) {
    if (!Link.text(call.input()).equals(LAST)) {
      gate.hold();
    }
    return NtStatus.SUCCESS;
  }

  @AfterEach
  void close() {
    gate.open();
    world.close();
  }

  /** Starts a call that waits, and returns when it does. */
  private static Thread waiting(Runnable call) {
    Thread thread = Thread.startVirtualThread(call);
    Waits.until(() -> Blocked.isBlocked(thread));
    return thread;
  }

  /** Runs something on a virtual thread, beside all those that wait. */
  private static long run(Runnable call) {
    join(Thread.startVirtualThread(call));
    return 1;
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(Duration.ofSeconds(20))).as("the end of " + thread).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // ---- the filter's calls

  @Test
  @DisplayName("MAP-11: sends that wait for a getter leave the carriers to others")
  void senders() {
    Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    List<Thread> senders =
        links.stream()
            .map(link -> waiting(() -> outcomes.add(link.tell("x", Timeout.infinite()).outcome())))
            .toList();
    run(() -> links.forEach(Link::get));
    senders.forEach(VirtualThreadTest::join);
    assertThat(outcomes).hasSize(CONNECTIONS).containsOnly(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("MAP-11: sends that wait for a reply leave them, too")
  void waiters() {
    List<Get> gets = links.stream().map(Link::get).toList();
    Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    List<Thread> senders =
        links.stream().map(link -> waiting(() -> outcomes.add(ask(link)))).toList();
    run(() -> gets.forEach(get -> get.reply("")));
    senders.forEach(VirtualThreadTest::join);
    assertThat(outcomes).hasSize(CONNECTIONS).containsOnly(Outcome.REPLIED);
  }

  private static Outcome ask(Link link) {
    return link.client().send(Buffers.utf8("x"), Buffers.allocate(0), Timeout.infinite()).outcome();
  }

  @Test
  @DisplayName("MAP-11: and unregistering, which waits for callbacks")
  void unregister() {
    List<Thread> callers = IntStream.range(0, CONNECTIONS).mapToObj(this::leaving).toList();
    run(() -> {});
    gate.open();
    callers.forEach(VirtualThreadTest::join);
  }

  /** A filter on its way out, one of whose callbacks is held. */
  private Thread leaving(int i) {
    Filter filter =
        world.manager.register(FilterRegistration.named("leaving" + i).at("" + (1000 + i)));
    String name = World.NAME + i;
    ServerPort port =
        filter.createCommunicationPort(PortAttributes.named(name), world.callbacks(), 1);
    FilterPort client = world.connect(name);
    Background.run(() -> client.send(Buffers.utf8("x"), null));
    gate.awaitHeld(i + 1);
    port.close();
    return waiting(filter::unregister);
  }

  // ---- the client's calls in this process

  @Test
  @DisplayName("MAP-11: and connecting, while the filter decides")
  void connects() {
    world.createPort(World.NAME + "Slow", CONNECTIONS);
    world.onConnect = request -> gate.hold(NtStatus.SUCCESS);
    Queue<FilterPort> ports = new ConcurrentLinkedQueue<>();
    List<Thread> callers =
        links.stream()
            .map(
                link ->
                    waiting(
                        () -> ports.add(FilterPort.connect(world.space(), World.NAME + "Slow"))))
            .toList();
    gate.awaitHeld(CONNECTIONS);
    run(() -> {});
    gate.open();
    callers.forEach(VirtualThreadTest::join);
    assertThat(ports).hasSize(CONNECTIONS).allMatch(FilterPort::isConnected);
    ports.forEach(FilterPort::close);
  }

  @Test
  @DisplayName("MAP-11: and closing a port, where that waits for the disconnect callback")
  void closes() {
    world.onDisconnect = cookie -> gate.hold();
    List<Thread> callers = links.stream().map(this::closing).toList();
    gate.awaitHeld(CONNECTIONS);
    run(() -> {});
    gate.open();
    callers.forEach(VirtualThreadTest::join);
  }

  private Thread closing(Link link) {
    Runnable close = link.port()::close;
    return world.closeWaits() ? waiting(close) : Thread.startVirtualThread(close);
  }

  // ---- the service's calls, in its own process

  /** Every connection has a call that waits; then another virtual thread there is to run. */
  private void assertCarriersAreFree(ServiceWork wait) {
    links.forEach(link -> assertThat(world.atService(link.port(), wait)).isPositive());
    assertThat(world.atService(links.getFirst().port(), VirtualThreadTest::sendLast)).isEqualTo(1);
  }

  private static long sendLast(FilterPort port) {
    return run(() -> port.send(Buffers.utf8(LAST), null));
  }

  private void assertEachTakesItsMessage() {
    for (Link link : links) {
      assertThat(link.tell("x", Link.LONG).outcome()).isEqualTo(Outcome.DELIVERED);
      assertThat(link.tell("y", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    }
  }

  @Test
  @DisplayName("MAP-11: so do gets that block")
  void gets() {
    assertCarriersAreFree(port -> waiting(() -> port.getMessage(Buffers.allocate(64))).threadId());
    assertEachTakesItsMessage();
  }

  @Test
  @DisplayName("MAP-11: and workers of a completion port")
  void workers() {
    assertCarriersAreFree(
        port -> {
          CompletionPort queue = CompletionPort.create();
          queue.associate(port, 1);
          port.getMessage(Buffers.allocate(64), Overlapped.create());
          return waiting(() -> queue.get(Timeout.infinite())).threadId();
        });
    assertEachTakesItsMessage();
  }

  @Test
  @DisplayName("MAP-11: and waits for an overlapped get")
  void overlapped() {
    assertCarriersAreFree(
        port -> {
          Overlapped get = Overlapped.create();
          port.getMessage(Buffers.allocate(64), get);
          return waiting(() -> get.await(Timeout.infinite())).threadId();
        });
    assertEachTakesItsMessage();
  }

  @Test
  @DisplayName("MAP-11: and requests that wait for their turn on a synchronous handle")
  void turns() {
    String name = World.NAME + "Synchronous";
    world.createPort(name, 1);
    Link link = world.link(name, ConnectOptions.none().synchronous());
    for (int i = 0; i < CONNECTIONS; i++) {
      assertThat(world.atService(link.port(), VirtualThreadTest::waitingGet)).isPositive();
    }
    assertThat(world.atService(links.getFirst().port(), VirtualThreadTest::sendLast)).isEqualTo(1);
    for (int i = 0; i < CONNECTIONS; i++) {
      assertThat(link.tell("x", Link.LONG).outcome()).isEqualTo(Outcome.DELIVERED);
    }
  }

  private static long waitingGet(FilterPort port) {
    return waiting(() -> port.getMessage(Buffers.allocate(64))).threadId();
  }

  @Test
  @DisplayName("MAP-11: and workers of a MessageService on virtual threads")
  void messageService() {
    assertCarriersAreFree(
        port -> {
          MessageService service = MessageService.on(port).workers(2).onVirtualThreads();
          return service.start(message -> message.reply(message.payload())) == service ? 1 : 0;
        });
    links.forEach(link -> assertThat(askPatiently(link)).isEqualTo(Outcome.REPLIED));
    assertThat(world.atService(links.getFirst().port(), VirtualThreadTest::sendLast)).isEqualTo(1);
    links.forEach(link -> assertThat(askPatiently(link)).isEqualTo(Outcome.REPLIED));
  }

  private static Outcome askPatiently(Link link) {
    return link.client().send(Buffers.utf8("x"), Buffers.allocate(1), Link.LONG).outcome();
  }

  @Test
  @DisplayName("MAP-11: and a client's calls whose callbacks run")
  void calls() {
    assertCarriersAreFree(port -> waiting(() -> port.send(Buffers.utf8("x"), null)).threadId());
    gate.awaitHeld(CONNECTIONS);
    gate.open();
    Waits.until(() -> world.count("answered") == CONNECTIONS + 1);
  }
}
