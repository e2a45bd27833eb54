package ownengine;

import io.filterport.filter.ClientProcess;
import io.filterport.filter.Filter;
import io.filterport.filter.PortAttributes;
import io.filterport.spi.FilterHost;
import io.filterport.volume.Volume;
import java.util.List;

/**
 * What {@code filterport host} is to a filter, in this JVM: one volume, and ports with one seat.
 */
record Host(Filter filter, Volume volume) implements FilterHost {
  @Override
  public PortAttributes port(String portName) {
    return PortAttributes.named(portName);
  }

  @Override
  public int maxConnections() {
    return 1;
  }

  @Override
  public List<Volume> volumes() {
    return List.of(volume);
  }

  /** The service reads what it is sent, and opens nothing by itself. */
  @Override
  public Exemption exempt(ClientProcess client) {
    return () -> {};
  }
}
