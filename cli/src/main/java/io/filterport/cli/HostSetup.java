package io.filterport.cli;

import io.filterport.filter.ClientProcess;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.ManagerSnapshot.FilterState;
import io.filterport.filter.PortAttributes;
import io.filterport.spi.FilterHost;
import io.filterport.spi.FilterProvider;
import io.filterport.volume.Volume;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Starts filters with what the host was told.
 *
 * @param manager where they register
 * @param guard what is guarded, and who is not asked about
 * @param ports gives each port what the host was told about ports
 * @param maxConnections seats of each port
 * @param inlineContentBytes the size up to which files go into messages
 * @param recordables the ports that may be recorded
 */
record HostSetup(
    FilterManager manager,
    Guard guard,
    UnaryOperator<PortAttributes> ports,
    int maxConnections,
    int inlineContentBytes,
    Recordables recordables) {

  /** Volumes that stay as they are, contents beside messages, and nothing may be recorded. */
  HostSetup(
      FilterManager manager,
      List<Volume> volumes,
      UnaryOperator<PortAttributes> ports,
      int maxConnections,
      Exemptions exemptions) {
    this(
        manager, new SettledGuard(volumes, exemptions), ports, maxConnections, 0, Recordables.NONE);
  }

  /** Lets a process open guarded files unasked, while its connection lives. */
  @FunctionalInterface
  interface Exemptions {
    FilterHost.Exemption exempt(ClientProcess client);
  }

  /** What a host guards. Safe for use by any thread. */
  interface Guard extends Exemptions {
    List<Volume> volumes();
  }

  /** Volumes that stay as they are. */
  record SettledGuard(List<Volume> volumes, Exemptions exemptions) implements Guard {
    @Override
    public FilterHost.Exemption exempt(ClientProcess client) {
      return exemptions.exempt(client);
    }
  }

  void start(FilterProvider provider) {
    Filter filter = manager.register(provider.registration());
    provider.start(new Host(recordables.tapped(filter)));
  }

  /** Asks each filter to unload, so that it closes its ports before its connections are ended. */
  static void unload(FilterManager manager) {
    for (FilterState filter : manager.snapshot().filters()) {
      manager.unload(filter.name(), true);
    }
  }

  private final class Host implements FilterHost {
    private final Filter filter;

    Host(Filter filter) {
      this.filter = filter;
    }

    @Override
    public Filter filter() {
      return filter;
    }

    @Override
    public PortAttributes port(String portName) {
      return ports.apply(PortAttributes.named(portName));
    }

    @Override
    public int maxConnections() {
      return maxConnections;
    }

    @Override
    public int inlineContentBytes() {
      return inlineContentBytes;
    }

    @Override
    public List<Volume> volumes() {
      return guard.volumes();
    }

    /** To volumes that come later, too. */
    @Override
    public Volume.Attachment attachEach(
        String altitude, Function<Volume, Volume.Attachment> attach) {
      return guard instanceof GuardedVolumes live
          ? live.attachEach(altitude, attach)
          : FilterHost.super.attachEach(altitude, attach);
    }

    @Override
    public Exemption exempt(ClientProcess client) {
      return guard.exempt(client);
    }
  }
}
