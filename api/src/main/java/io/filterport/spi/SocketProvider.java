package io.filterport.spi;

import io.filterport.filter.FilterManager;
import io.filterport.filter.ListenOptions;
import java.nio.file.Path;

/** The world of two processes: a manager that listens on a control socket, and its clients. */
public interface SocketProvider {
  /**
   * {@return the way to the ports of the manager at a socket}
   *
   * @param controlSocket the socket's path
   */
  PortConnector connector(Path controlSocket);

  /**
   * {@return a new manager that listens}
   *
   * @param controlSocket where to listen
   * @param options how the manager treats its clients
   */
  FilterManager listen(Path controlSocket, ListenOptions options);
}
