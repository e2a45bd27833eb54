package io.filterport.cli;

import io.filterport.cli.config.ConfigFile;
import io.filterport.cli.config.Section.Reader;
import io.filterport.cli.config.Setting;
import io.filterport.cli.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options {@code --config} and {@code --print-config}, for commands that follow a file. */
final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A configuration file; options given beside it win. SIGHUP has it read again. filterport"
              + " check-config looks whether it is right.")
  private @Nullable Path file;

  @Option(
      names = "--print-config",
      description = "Print what would count, and where it comes from; do nothing else.")
  private boolean print;

  @Mixin private OutputOption output;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  boolean isGiven() {
    return file != null;
  }

  /** {@return what counts now, with the file read again} */
  Settings settings(Reader reader, boolean privileged) {
    Path named = file;
    ConfigFile read = named == null ? null : ConfigFile.load(named.toAbsolutePath(), privileged);
    return Settings.of(reader, read, this::given);
  }

  private Optional<List<String>> given(String option) {
    OptionSpec matched = command.commandLine().getParseResult().matchedOption(option);
    return Optional.ofNullable(matched).map(OptionSpec::originalStringValues);
  }

  /** {@return the values of the options that were given} */
  List<String> givenArguments(String option) {
    return given(option).orElse(List.of()).stream().map(value -> option + "=" + value).toList();
  }

  /**
   * Prints if that is what was asked for.
   *
   * @param withoutKey options that have no key in a file
   */
  boolean printed(Settings settings, String... withoutKey) {
    if (print) {
      output.print(
          Stream.concat(
                  settings.all().stream().map(Setting::row), Stream.of(withoutKey).map(this::row))
              .toList());
    }
    return print;
  }

  private Map<String, Object> row(String option) {
    return given(option)
        .map(values -> Setting.row(option, values, Setting.COMMAND_LINE))
        .orElseGet(() -> Setting.row(option, List.of(), Setting.DEFAULT));
  }

  /** {@return options as if the command line had said all of it} */
  static <T> T filled(T options, List<String> arguments) {
    new CommandLine(options)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(arguments.toArray(String[]::new));
    return options;
  }
}
