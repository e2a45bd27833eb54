package io.filterport.spi;

import io.filterport.PortName;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;

/** Makes connections to the ports of one manager. Safe for use by any thread. */
@FunctionalInterface
public interface PortConnector {
  /**
   * {@return a new connection}
   *
   * @param name the port
   * @param options context and flags
   * @throws io.filterport.FilterPortException as {@link FilterPort#connect} documents it
   */
  FilterPort connect(PortName name, ConnectOptions options);
}
