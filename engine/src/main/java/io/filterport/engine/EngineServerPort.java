package io.filterport.engine;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.WaitPolicy;
import io.filterport.engine.events.ConnectEvent;
import io.filterport.engine.events.RefuseEvent;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.filter.PortActivity;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.security.AccessCheck;
import io.filterport.security.AccessDecision;
import io.filterport.security.AccessMask;
import io.filterport.security.AccessToken;
import io.filterport.security.SecurityDescriptor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A server port: who may connect, and who has. Safe for use by any thread. */
final class EngineServerPort implements ServerPort {

  private final EngineFilter filter;
  private final PortName name;
  private final PortAttributes attributes;
  private final SecurityDescriptor descriptor;
  private final PortCallbacks callbacks;
  private final PortLog log;
  private final PortMeter meter = new PortMeter();

  // guarded by this
  private final Seats seats;
  private final Set<Connection> connections = new LinkedHashSet<>();
  private boolean listening = true;

  EngineServerPort(
      EngineFilter filter,
      PortName name,
      PortAttributes attributes,
      PortCallbacks callbacks,
      int maxConnections) {
    this.filter = filter;
    this.name = name;
    this.attributes = attributes;
    this.callbacks = callbacks;
    this.log = PortLog.of(filter.clock());
    this.seats = new Seats(maxConnections);
    SecurityDescriptor given = attributes.securityDescriptor();
    this.descriptor =
        given == null ? SecurityDescriptor.defaultForPort(AccessMask.FLT_PORT_ALL_ACCESS) : given;
  }

  @Override
  public PortName name() {
    return name;
  }

  EngineFilter filter() {
    return filter;
  }

  PortCallbacks callbacks() {
    return callbacks;
  }

  PortLog log() {
    return log;
  }

  PortMeter meter() {
    return meter;
  }

  int maxMessageBytes() {
    return attributes.maxMessageBytes();
  }

  WaitPolicy waitPolicy() {
    return attributes.waitPolicy();
  }

  boolean ignoresCase() {
    return (attributes.flags() & PortAttributes.OBJ_CASE_INSENSITIVE) != 0;
  }

  /** From the descriptor's check to the decision of the connect callback. */
  Connection connect(AccessToken client, byte[] context, ConnectionHome home, long id) {
    ConnectEvent event = new ConnectEvent();
    event.begin();
    checkAccess(client);
    Connection connection = new Connection(this, client, home, id);
    takeSeat(connection);
    try {
      accept(connection, home, context);
    } catch (RuntimeException | Error e) {
      refused(
          connection.refusal(),
          client,
          e instanceof FilterPortException f ? f.status() : NtStatus.INTERNAL_ERROR);
      connection.refused();
      throw e;
    }
    if (event.shouldCommit()) {
      connection.describe(event);
      event.commit();
    }
    return connection;
  }

  private void accept(Connection connection, ConnectionHome home, byte[] context) {
    try {
      connection.accept(home.open(connection), context);
    } catch (OutOfMemoryError e) {
      log.connect().tell("connecting to " + name, e);
      throw new FilterPortException(
          "connecting to " + name,
          NtStatus.INSUFFICIENT_RESOURCES,
          "There is no memory for the connection: try again later.");
    }
  }

  private void refused(Refusal why, AccessToken client, NtStatus status) {
    meter.refused(why);
    RefuseEvent event = new RefuseEvent();
    if (event.shouldCommit()) {
      event.about(name.value(), client.processId(), 0);
      event.because(Labels.of(why), status.toString());
      event.commit();
    }
  }

  private void checkAccess(AccessToken client) {
    AccessDecision decision = AccessCheck.check(descriptor, client, attributes.connectAccess());
    if (!decision.granted()) {
      log.denied()
          .tell(
              name
                  + ": pid "
                  + client.processId()
                  + " uid "
                  + client.userId()
                  + " refused by the descriptor: "
                  + decision.reason(),
              null);
      refused(Refusal.DESCRIPTOR, client, NtStatus.ACCESS_DENIED);
      throw refusal(NtStatus.ACCESS_DENIED);
    }
  }

  /** The same text whoever refuses: a client cannot tell descriptor and filter apart (SEC-07). */
  FilterPortException refusal(NtStatus status) {
    String advice =
        status.equals(NtStatus.ACCESS_DENIED)
            ? "The port does not admit this user; ask its administrator for `filterport access`."
            : "The filter refuses the connection.";
    return new FilterPortException("connecting to " + name, status, advice);
  }

  /** The port may have been closed since its name was found; then nobody enters (CLP-04). */
  private synchronized void takeSeat(Connection connection) {
    if (!listening) {
      refused(Refusal.OTHER, connection.client(), NtStatus.OBJECT_NAME_NOT_FOUND);
      throw new FilterPortException(
          "connecting to " + name,
          NtStatus.OBJECT_NAME_NOT_FOUND,
          "The port was closed meanwhile.");
    }
    if (seats.taken() == seats.max()) {
      refused(Refusal.NO_SEAT, connection.client(), NtStatus.CONNECTION_COUNT_LIMIT);
      throw new FilterPortException(
          "connecting to " + name, NtStatus.CONNECTION_COUNT_LIMIT, whoSits());
    }
    if (filter.isDeleting()) {
      refused(Refusal.OTHER, connection.client(), NtStatus.FLT_DELETING_OBJECT);
      throw new FilterPortException(
          "connecting to " + name, NtStatus.FLT_DELETING_OBJECT, "The filter is unloading.");
    }
    seats.take();
    connections.add(connection);
  }

  private String whoSits() {
    String holders =
        connections.stream()
            .filter(Connection::hasSeat)
            .limit(8)
            .map(connection -> "pid " + connection.client().processId())
            .collect(Collectors.joining(", "));
    return seats.max()
        + (seats.max() == 1 ? " connection" : " connections")
        + " allowed, held by "
        + holders
        + ". Close one of them, or raise the port's maximum.";
  }

  synchronized void giveSeatBack() {
    seats.giveBack();
  }

  void forget(Connection connection) {
    boolean unused;
    synchronized (this) {
      connections.remove(connection);
      unused = !listening && connections.isEmpty();
    }
    if (unused) {
      filter.forget(this);
    }
  }

  synchronized boolean isListening() {
    return listening;
  }

  @Override
  public void close() {
    boolean unused;
    synchronized (this) {
      listening = false;
      unused = connections.isEmpty();
    }
    filter.unpublish(this);
    if (unused) {
      filter.forget(this);
    }
  }

  /** Ends what is under way on every connection. Waits for nobody. */
  void disconnect() {
    allConnections().forEach(Connection::disconnect);
  }

  /** Ends every connection; each disconnect callback has returned when this does (UNL-02). */
  void terminateConnections() {
    for (Connection connection : allConnections()) {
      connection.terminate();
    }
  }

  private synchronized List<Connection> allConnections() {
    return List.copyOf(connections);
  }

  PortActivity activity() {
    int taken;
    synchronized (this) {
      taken = seats.taken();
    }
    return meter.snapshot(name.value(), filter.name(), taken, seats.max());
  }

  synchronized PortState snapshot() {
    return new PortState(
        name.value(),
        listening,
        seats.taken(),
        seats.max(),
        descriptor.toSddl(),
        attributes.strictAccess(),
        callbacks.message() == null,
        connections.stream().filter(Connection::isAccepted).map(Connection::snapshot).toList());
  }
}
