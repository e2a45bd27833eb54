package io.filterport.cli;

import io.filterport.cli.config.ConfigException;
import io.filterport.cli.config.Section.Reader;
import io.filterport.cli.config.Settings;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/**
 * What a host is to do, checked.
 *
 * @param settings it was made from
 * @param options what cannot change while it runs
 * @param ports what its ports are to be
 * @param volumes what it guards
 */
record HostPlan(Settings settings, HostOptions options, PortPlans ports, List<VolumePlan> volumes) {
  /** With the descriptors of one process each can hold some two hundred opens. */
  static final int MOST_VOLUMES = 64;

  /** {@return what the command line and the file say now} */
  static HostPlan of(ConfigOption config) {
    return of(
        config.settings(Reader.HOST, HostOptions.isRoot()),
        config.givenArguments(SelectionOption.PID));
  }

  /**
   * {@return what settings say}
   *
   * @param settings of a host
   * @param everyVolume further options of each volume
   */
  static HostPlan of(Settings settings, List<String> everyVolume) {
    HostOptions options = ConfigOption.filled(new HostOptions(), settings.arguments());
    List<VolumePlan> volumes =
        settings.volumeArguments().stream().flatMap(each -> plans(each, everyVolume)).toList();
    options.check();
    requireFew(volumes);
    requireDifferent(volumes);
    PortPlans ports = new PortPlans(options.ports(), settings.portArguments());
    if (!volumes.isEmpty()) {
      ports.requireNarrow();
    }
    return new HostPlan(settings, options, ports, volumes);
  }

  private static void requireFew(List<VolumePlan> volumes) {
    if (volumes.size() > MOST_VOLUMES) {
      throw ConfigException.of(
          volumes.size() + " volumes to guard; a host guards " + MOST_VOLUMES + " at most",
          "guard a directory above several of them that lie on one file system");
    }
  }

  private static void requireDifferent(List<VolumePlan> volumes) {
    Set<Path> seen = new HashSet<>();
    for (VolumePlan plan : volumes) {
      if (!seen.add(plan.directory().toAbsolutePath().normalize())) {
        throw new TypeConversionException(
            plan.directory()
                + " is to be guarded twice; name it once, with --volume or with"
                + " --audit-volume");
      }
    }
  }

  /**
   * Checks that a host that does something else can do this without being started again.
   *
   * @param running what it does
   */
  void requireReachableFrom(HostPlan running) {
    settings.requireReachableFrom(running.settings);
    if (volumes.stream().anyMatch(plan -> !plan.excludedProcesses().isEmpty())) {
      throw ConfigException.of(
          "a host with " + SelectionOption.PID + " reads its configuration once",
          "start it again: a number may be that of another process by now");
    }
  }

  private static Stream<VolumePlan> plans(List<String> own, List<String> everyVolume) {
    List<String> all = Stream.concat(own.stream(), everyVolume.stream()).toList();
    return ConfigOption.filled(new VolumeOption(), all).plans().stream();
  }
}
