package io.filterport.spi;

import io.filterport.filter.ClientPort;
import io.filterport.filter.Filter;
import io.filterport.filter.PortAttributes;
import io.filterport.volume.Volume;
import java.util.List;

/** What a host gives to a filter that it starts. Safe for use by any thread. */
public interface FilterHost {
  /** {@return the filter, registered} */
  Filter filter();

  /**
   * {@return attributes of a port, with the descriptor that the host was told to use}
   *
   * @param portName such as {@code \EchoPort}
   */
  PortAttributes port(String portName);

  /** {@return the seats of a port} */
  int maxConnections();

  /** {@return the volumes that the host guards, none if it was given none} */
  List<Volume> volumes();

  /**
   * Exempts the client of an accepted connection from being asked by the host's volumes, while it
   * lives. For the port that serves a volume's filter only: its client answers for the volume, and
   * would wait for itself.
   *
   * @param client the connection
   * @param processId its process
   */
  void exempt(ClientPort client, long processId);
}
