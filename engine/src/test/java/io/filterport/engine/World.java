package io.filterport.engine;

import io.filterport.NtStatus;
import io.filterport.PortSpace;
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
import io.filterport.service.FilterPort;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An embedded manager with one filter, whose port accepts everybody and records its callbacks. */
final class World implements AutoCloseable {
  static final String NAME = "\\Port";

  final PortSpace space = PortSpace.embedded();
  final FilterManager manager = FilterManager.in(space);
  final Filter filter;

  /** What callbacks ran, in order: "connect", "message", "disconnect" and their ends. */
  final Queue<String> trace = new ConcurrentLinkedQueue<>();

  final List<ClientPort> clients = new CopyOnWriteArrayList<>();

  volatile ConnectNotify onConnect = request -> NtStatus.SUCCESS;
  volatile DisconnectNotify onDisconnect = cookie -> {};
  volatile MessageNotify onMessage = (cookie, call) -> NtStatus.SUCCESS;

  World() {
    this("filter");
  }

  World(String filterName) {
    filter = manager.register(FilterRegistration.named(filterName));
  }

  /** A world with its port. */
  static World withPort(int maxConnections) {
    World world = new World();
    world.createPort(NAME, maxConnections);
    return world;
  }

  ServerPort createPort(String name, int maxConnections) {
    return filter.createCommunicationPort(PortAttributes.named(name), callbacks(), maxConnections);
  }

  PortCallbacks callbacks() {
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
  Link link() {
    return link(NAME);
  }

  Link link(String name) {
    FilterPort port = FilterPort.connect(space, name);
    return new Link(port, clients.getLast());
  }

  long count(String event) {
    return trace.stream().filter(event::equals).count();
  }

  int seatsTaken() {
    return manager.snapshot().filters().getFirst().ports().getFirst().seatsTaken();
  }

  @Override
  public void close() {
    manager.close();
  }
}
