package io.filterport;

import io.filterport.filter.FilterManager;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.spi.PortConnector;
import io.filterport.spi.Worlds;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which manager's ports are meant: the namespace that a port name is looked up in. Immutable and
 * safe for use by any thread.
 */
public final class PortSpace {
  private final String description;
  private final PortConnector connector;
  private final Optional<FilterManager> manager;

  private PortSpace(String description, PortConnector connector, Optional<FilterManager> manager) {
    this.description = description;
    this.connector = connector;
    this.manager = manager;
  }

  /**
   * {@return a new manager inside this JVM, of its own: its ports are seen by nobody else} The
   * filter side is {@link FilterManager#in(PortSpace)}.
   */
  public static PortSpace embedded() {
    var parts = Worlds.engine().createManager();
    return new PortSpace("embedded", parts.connector(), Optional.of(parts.manager()));
  }

  /**
   * {@return the manager that listens on a control socket} Nothing is contacted before a connect.
   *
   * @param controlSocket the socket's path
   */
  public static PortSpace at(Path controlSocket) {
    return new PortSpace(
        controlSocket.toString(), Worlds.socket().connector(controlSocket), Optional.empty());
  }

  /**
   * {@return the manager of this system} Elsewhere than on Windows: the control socket that {@code
   * $FILTERPORT_SOCKET} names; else {@code /run/filterport/manager.sock} if it is there; else
   * {@code $XDG_RUNTIME_DIR/filterport/manager.sock}. It never falls back to an embedded manager.
   */
  public static PortSpace system() {
    return at(ControlSockets.forClients());
  }

  /**
   * Connects; {@link FilterPort#connect(PortSpace, String, ConnectOptions)} is the way to call
   * this.
   *
   * @param name the port
   * @param options context
   * @return the new connection
   */
  public FilterPort connect(String name, ConnectOptions options) {
    byte[] context = ConnectContext.of(name, options);
    return connector.connect(new PortName(name), context, options);
  }

  /** {@return the filter side of an embedded space; empty for one of another process} */
  public Optional<FilterManager> manager() {
    return manager;
  }

  @Override
  public String toString() {
    return description;
  }
}
