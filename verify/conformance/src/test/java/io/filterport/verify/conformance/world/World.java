package io.filterport.verify.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.engine.slots.EngineClock;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ConnectNotify;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.DisconnectNotify;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.MessageCall;
import io.filterport.filter.MessageNotify;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.agent.AgentProcess;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A manager with one filter, whose port accepts everybody and records its callbacks. */
public final class World implements AutoCloseable {
  public static final String NAME = "\\Port";

  private final Sides sides;
  public final FilterManager manager;
  public final Filter filter;

  /** What callbacks ran, in order: "connect", "message", "disconnect" and their ends. */
  public final Queue<String> trace = new ConcurrentLinkedQueue<>();

  public final List<ClientPort> clients = new CopyOnWriteArrayList<>();

  /** What became of every connection. */
  public final Ledger ledger = new Ledger();

  /** Calls of {@link #connect} that have not returned. */
  private final AtomicInteger connecting = new AtomicInteger();

  public volatile ConnectNotify onConnect = request -> NtStatus.SUCCESS;
  public volatile DisconnectNotify onDisconnect = cookie -> {};
  public volatile MessageNotify onMessage = (cookie, call) -> NtStatus.SUCCESS;

  /** A world with a filter and no port. */
  public World(WorldKind kind) {
    this(kind.open());
  }

  /** A world without port, in which the timeouts of sends are counted on this clock. */
  public World(WorldKind kind, EngineClock clock) {
    this(kind.open(clock));
  }

  /** A world without port whose service side is a process of its own. */
  public World(AgentProcess service) {
    this(ProcessSides.of(service));
  }

  private World(Sides sides) {
    this.sides = sides;
    manager = sides.manager();
    filter = manager.register(FilterRegistration.named("filter"));
  }

  /** A world with its port. */
  public static World withPort(WorldKind kind, int maxConnections) {
    World world = new World(kind);
    world.createPort(NAME, maxConnections);
    return world;
  }

  /** A world with its port, whose service side lives in a process of its own. */
  public static World withPort(AgentProcess agent, int maxConnections) {
    World world = new World(ProcessSides.of(agent));
    world.createPort(NAME, maxConnections);
    return world;
  }

  public ServerPort createPort(String name, int maxConnections) {
    return filter.createCommunicationPort(PortAttributes.named(name), callbacks(), maxConnections);
  }

  public PortCallbacks callbacks() {
    return ledger.watch(
        PortCallbacks.of(this::connected, this::disconnected).onMessage(this::called));
  }

  private NtStatus connected(ConnectionRequest request) {
    trace.add("connect");
    clients.add(request.clientPort());
    return onConnect.connect(request);
  }

  private void disconnected(Object cookie) {
    trace.add("disconnect");
    onDisconnect.disconnect(cookie);
    trace.add("disconnected");
  }

  private NtStatus called(Object cookie, MessageCall call) {
    trace.add("message");
    try {
      return onMessage.message(cookie, call);
    } finally {
      trace.add("answered");
    }
  }

  /** A connection, both of its ends. */
  public Link link() {
    return link(NAME);
  }

  public Link link(String name) {
    return link(name, ConnectOptions.none());
  }

  public Link link(String name, ConnectOptions options) {
    FilterPort port = connect(name, options);
    return new Link(this, port, clients.getLast());
  }

  /** A connection of another process: its gets need an OVERLAPPED of that process. */
  public Link linkFrom(AgentProcess process) {
    FilterPort port = counted(() -> sides.connectFrom(process, NAME));
    return new Link(this, port, clients.getLast());
  }

  public FilterPort connect(String name) {
    return connect(name, ConnectOptions.none());
  }

  public FilterPort connect(String name, ConnectOptions options) {
    return counted(() -> sides.connect(name, options));
  }

  private FilterPort counted(Supplier<FilterPort> connect) {
    connecting.incrementAndGet();
    try {
      return connect.get();
    } finally {
      connecting.decrementAndGet();
    }
  }

  /** Where a program of its own finds the ports. */
  public PortSpace space() {
    return sides.space();
  }

  public Overlapped overlapped() {
    return sides.overlapped();
  }

  public Overlapped overlappedWithoutPacket() {
    return sides.overlappedWithoutPacket();
  }

  /**
   * Does something in the completion of a pending get: inside a dependant of its future, and
   * between processes while such a dependant stays where it is.
   */
  public void onCompletion(Overlapped overlapped, Runnable action) {
    sides.onCompletion(overlapped, action);
  }

  public CompletionPort completionPort() {
    return sides.completionPort();
  }

  /** Does something with a port in its own process, at full speed. */
  public long atService(FilterPort port, ServiceWork work) {
    return sides.atService(port, work);
  }

  /** The process that connects. */
  public long clientPid() {
    return sides.clientPid();
  }

  /** The names of the threads of the process that connects. */
  public List<String> serviceThreads() {
    return sides.serviceThreads();
  }

  /** Whether filter and service are one process. */
  public boolean oneProcess() {
    return sides.oneProcess();
  }

  /** The user of the process that connects, as the manager learns it (CNF-02). */
  public long clientUser() {
    return sides.clientUser();
  }

  /** The group of the process that connects, as the manager learns it (CNF-02). */
  public long clientGroup() {
    return sides.clientGroup();
  }

  /** Whether a child process may inherit a handle (CON-16). */
  public boolean inheritsHandles() {
    return sides.inheritsHandles();
  }

  /** Whether the close of a port returns after its disconnect callback only (HND-07). */
  public boolean closeWaits() {
    return sides.closeWaits();
  }

  public long count(String event) {
    return trace.stream().filter(event::equals).count();
  }

  public int seatsTaken() {
    return manager.snapshot().filters().getFirst().ports().getFirst().seatsTaken();
  }

  /** Returns when a connection is over, its disconnect callback and its seat too. */
  void awaitEnd(ClientPort client) {
    ledger.awaitEnd(client, manager::snapshot);
  }

  /** Returns when no callback runs, and the manager and the ledger agree (INV-01, INV-02). */
  public void awaitQuiet() {
    ledger.awaitQuiet(manager::snapshot);
  }

  /** At any moment, whatever happens meanwhile (INV-01, INV-02, INV-06). */
  public void observe() {
    ledger.assertUnbroken();
    assertThat(Moment.of(ledger, connecting::get, manager::snapshot).breaches()).isEmpty();
  }

  /** When nothing happens: the books and the manager agree at once (INV-01, INV-02). */
  public void assertQuiet() {
    ledger.assertQuiet(manager.snapshot());
  }

  /** A manager that hangs fails the test, and does not keep it. */
  @Override
  public void close() {
    Background.run(sides::close).result();
    ledger.assertEnded();
  }
}
