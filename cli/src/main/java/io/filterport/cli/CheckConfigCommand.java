package io.filterport.cli;

import io.filterport.cli.config.ConfigFile;
import io.filterport.cli.config.Section.Reader;
import io.filterport.cli.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code filterport check-config}: looks at a configuration file as a host would. */
@Command(
    name = "check-config",
    description = "Look whether a configuration file is right; nothing is started.")
final class CheckConfigCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The configuration file.")
  private Path file;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    ConfigFile read = ConfigFile.load(file, HostOptions.isRoot());
    HostPlan plan = HostPlan.of(settings(Reader.HOST, read), List.of());
    List<?> ignored = plan.options().providers();
    ConfigOption.filled(new ScanOptions(), settings(Reader.SCAN, read).arguments()).check();
    command
        .commandLine()
        .getOut()
        .println(file + " is right; volumes to guard: " + plan.volumes().size());
    return ExitCodes.OK;
  }

  private static Settings settings(Reader reader, ConfigFile read) {
    return Settings.of(reader, read, option -> Optional.empty());
  }
}
