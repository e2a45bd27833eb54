package io.filterport.spi;

import io.filterport.PortName;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;

/** Makes connections to the ports of one manager. Safe for use by any thread. */
@FunctionalInterface
public interface PortConnector {
  /**
   * {@return a new connection} What can be checked without a manager has been checked.
   *
   * @param name the port
   * @param context 0…65511 bytes, not to be changed; empty if there is none
   * @param options which kind of handle
   * @throws io.filterport.FilterPortException as {@link FilterPort#connect} documents it
   */
  FilterPort connect(PortName name, byte[] context, ConnectOptions options);
}
