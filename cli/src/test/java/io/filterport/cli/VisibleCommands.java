package io.filterport.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What users are told of, as picocli has it. */
final class VisibleCommands {
  private VisibleCommands() {}

  static List<CommandSpec> all() {
    CommandSpec root = Main.commandLine().getCommandSpec();
    return Stream.concat(Stream.of(root), subcommands(root, false)).toList();
  }

  static List<String> hiddenNames() {
    CommandSpec root = Main.commandLine().getCommandSpec();
    return subcommands(root, true).map(CommandSpec::name).toList();
  }

  static Stream<CommandSpec> subcommands(CommandSpec command, boolean hidden) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(subcommand -> subcommand.usageMessage().hidden() == hidden);
  }

  static List<String> optionNames(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> Arrays.stream(option.names()))
        .toList();
  }
}
