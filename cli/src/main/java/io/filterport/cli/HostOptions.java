package io.filterport.cli;

import io.filterport.cli.config.Range;
import io.filterport.filter.ListenOptions;
import io.filterport.linux.Identity;
import io.filterport.linux.LinuxSupport;
import io.filterport.spi.FilterProvider;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a host runs, where, for whom, and what it guards. */
final class HostOptions {
  @Option(
      names = "--filter",
      split = ",",
      paramLabel = "NAME",
      description =
          "A filter to run; several with commas in between, or given more than once. Needed unless"
              + " a file says it.")
  private List<String> filters = List.of();

  @Option(
      names = "--filter-path",
      paramLabel = "JAR",
      description = "Where to find filters that are not built in; may be given more than once.")
  private List<Path> filterPath = List.of();

  @Option(
      names = "--admin-group",
      paramLabel = "GROUP",
      converter = GroupConverter.class,
      description =
          "A group, by name or number, whose members are administrators; may be given more than"
              + " once (default: none, only root and this user are).")
  private List<Long> adminGroups = List.of();

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "16",
      description = "Seats of each port (default: ${DEFAULT-VALUE}).")
  private int maxConnections;

  @Option(
      names = "--inline-content",
      paramLabel = "BYTES",
      defaultValue = "4096",
      description =
          "The size up to which the scanner puts a file into its message, instead of handing over"
              + " its descriptor, for services whose engine wants that, up to 1 MiB; 0 for none"
              + " (default: ${DEFAULT-VALUE}).")
  private int inlineContent;

  @Option(
      names = "--recordable",
      split = ",",
      paramLabel = "PORT",
      description =
          "A port whose messages administrators may record with `filterport record`; several with"
              + " commas in between, or given more than once (default: none).")
  private List<String> recordable = List.of();

  @Mixin private PortOption ports;

  /** Declared here; {@link HostPlan} fills one for each volume. */
  @Mixin private VolumeOption unusedVolumes;

  @Mixin private EventOption events;
  @Mixin private HostSocketOption socket;

  /** Checks what the options alone cannot; nothing is done. */
  void check() {
    int _ = Numbers.inRange("--inline-content", inlineContent, Range.INLINE_CONTENT);
    int _ = Numbers.inRange("--max-connections", maxConnections, Range.MAX_CONNECTIONS);
    ports.check();
    Recordables _ = recordables();
    events.check();
  }

  boolean hasFilters() {
    return !filters.isEmpty();
  }

  Path listenAt() {
    return socket.listenAt();
  }

  static boolean isRoot() {
    return LinuxSupport.isAvailable() && Identity.effectiveUid() == 0;
  }

  List<FilterProvider> providers() {
    return new FilterCatalog(filterPath).find(filters);
  }

  ListenOptions listenOptions() {
    return ListenOptions.withAdministratorGroups(adminGroups);
  }

  int maxConnections() {
    return maxConnections;
  }

  int inlineContent() {
    return inlineContent;
  }

  Recordables recordables() {
    return new Recordables(recordable);
  }

  /** {@return what counts for ports of which nothing else was said} */
  PortOption ports() {
    return ports;
  }

  /** {@return what tells of the volumes' verdicts} */
  EventOption events() {
    return events;
  }
}
