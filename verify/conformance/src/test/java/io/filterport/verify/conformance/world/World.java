package io.filterport.verify.conformance.world;

import io.filterport.NtStatus;
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

/** A manager with one filter, whose port accepts everybody and records its callbacks. */
public final class World implements AutoCloseable {
  public static final String NAME = "\\Port";

  private final Sides sides;
  public final FilterManager manager;
  public final Filter filter;

  /** What callbacks ran, in order: "connect", "message", "disconnect" and their ends. */
  public final Queue<String> trace = new ConcurrentLinkedQueue<>();

  public final List<ClientPort> clients = new CopyOnWriteArrayList<>();

  public volatile ConnectNotify onConnect = request -> NtStatus.SUCCESS;
  public volatile DisconnectNotify onDisconnect = cookie -> {};
  public volatile MessageNotify onMessage = (cookie, call) -> NtStatus.SUCCESS;

  /** A world with a filter and no port. */
  public World(WorldKind kind) {
    this(kind.open());
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
    return PortCallbacks.of(this::connected, this::disconnected).onMessage(this::called);
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

  public FilterPort connect(String name) {
    return connect(name, ConnectOptions.none());
  }

  public FilterPort connect(String name, ConnectOptions options) {
    return sides.connect(name, options);
  }

  public Overlapped overlapped() {
    return sides.overlapped();
  }

  public Overlapped overlappedWithoutPacket() {
    return sides.overlappedWithoutPacket();
  }

  public CompletionPort completionPort() {
    return sides.completionPort();
  }

  /** The process that connects. */
  public long clientPid() {
    return sides.clientPid();
  }

  /** The names of the threads of the process that connects. */
  public List<String> serviceThreads() {
    return sides.serviceThreads();
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

  @Override
  public void close() {
    sides.close();
  }
}
