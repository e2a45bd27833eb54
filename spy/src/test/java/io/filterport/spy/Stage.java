package io.filterport.spy;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.filter.ClientProcess;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.PortAttributes;
import io.filterport.security.SecurityDescriptor;
import io.filterport.spi.FilterHost;
import io.filterport.volume.Volume;
import java.util.List;
import java.util.Map;

/** The spy's filter in an embedded manager, told to open its ports to everyone. */
final class Stage implements FilterHost, AutoCloseable {
  final PortSpace space = PortSpace.embedded();
  final FilterManager manager = FilterManager.in(space);
  private final SpyFilter spy = new SpyFilter();
  private final Filter filter = manager.register(spy.registration());
  private final List<Volume> volumes;

  Stage(Volume... volumes) {
    this.volumes = List.of(volumes);
    spy.start(this);
  }

  SpyClient connect(SpySelection selection) {
    return SpyClient.connect(space, SpyFilter.PORT, selection);
  }

  Map<String, Long> losses() {
    return spy.losses();
  }

  void unload() {
    manager.unload(spy.name(), false);
  }

  @Override
  public Filter filter() {
    return filter;
  }

  @Override
  public PortAttributes port(String portName) {
    return PortAttributes.named(portName)
        .withSecurityDescriptor(SecurityDescriptor.parse("D:(A;;GA;;;WD)"));
  }

  @Override
  public int maxConnections() {
    return 100;
  }

  @Override
  public List<Volume> volumes() {
    return volumes;
  }

  @Override
  public Exemption exempt(ClientProcess client) {
    throw new FilterPortException("exempting a spy", NtStatus.NOT_SUPPORTED, "Nobody waits.");
  }

  @Override
  public void close() {
    manager.close();
  }
}
