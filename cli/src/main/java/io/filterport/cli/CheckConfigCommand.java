package io.filterport.cli;

import io.filterport.cli.config.ConfigFile;
import io.filterport.cli.config.Section.Reader;
import io.filterport.cli.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code filterport check-config}: looks at a configuration file as a host would. */
@Command(
    name = "check-config",
    description = "Look whether a configuration file is right; nothing is started.")
final class CheckConfigCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The configuration file.")
  private Path file;

  @Option(
      names = "--for",
      split = ",",
      paramLabel = "COMMAND",
      defaultValue = "host,scan",
      description =
          "Whose filters or signatures to look at: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}). The file is read whole.")
  private Set<Reader> readers;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    ConfigFile read = ConfigFile.load(file, HostOptions.isRoot());
    readers.forEach(reader -> check(reader, read));
    command.commandLine().getOut().println(file + " is right; volumes to guard: " + read.volumes());
    return ExitCodes.OK;
  }

  private static void check(Reader reader, ConfigFile read) {
    Settings settings = Settings.of(reader, read);
    switch (reader) {
      case HOST -> checkHost(settings);
      case SCAN -> ConfigOption.filled(new ScanOptions(), settings.arguments()).check();
    }
  }

  private static void checkHost(Settings settings) {
    HostOptions options = HostPlan.of(settings, List.of()).options();
    List<?> ignored = options.providers();
    options.events().checkPlace();
  }
}
