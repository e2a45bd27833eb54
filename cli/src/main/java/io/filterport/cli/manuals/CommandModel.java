package io.filterport.cli.manuals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What users may see of a command: nothing hidden, in the order of its help. */
final class CommandModel {
  private CommandModel() {}

  /** {@return the commands of a root, which is not among them} */
  static List<CommandSpec> subcommands(CommandSpec root) {
    return root.subcommands().values().stream()
        .map(command -> command.getCommandSpec())
        .filter(command -> !command.usageMessage().hidden())
        .distinct()
        .toList();
  }

  /** {@return a root and its commands} */
  static List<CommandSpec> all(CommandSpec root) {
    return Stream.concat(Stream.of(root), subcommands(root).stream()).toList();
  }

  static List<OptionSpec> options(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .sorted(Comparator.comparing(option -> option.longestName().replace("-", "")))
        .toList();
  }

  static List<PositionalParamSpec> parameters(CommandSpec command) {
    return command.positionalParameters().stream().filter(arg -> !arg.hidden()).toList();
  }

  static String description(CommandSpec command) {
    return String.join(" ", command.usageMessage().description());
  }

  static String description(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  /** {@return the exit codes of a command, those of the root unless it has its own} */
  static List<ExitCode> exitCodes(CommandSpec command) {
    CommandSpec owner = hasExitCodes(command) ? command : command.root();
    List<ExitCode> codes = new ArrayList<>();
    owner.usageMessage().exitCodeList().forEach((code, why) -> codes.add(new ExitCode(code, why)));
    return codes;
  }

  private static boolean hasExitCodes(CommandSpec command) {
    return !command.usageMessage().exitCodeList().isEmpty();
  }

  /** One line of the list of exit codes. */
  record ExitCode(String code, String meaning) {}

  static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  static boolean takesPath(ArgSpec argument) {
    return argument.auxiliaryTypes()[0] == Path.class;
  }

  /** {@return the values there are, separated by spaces; empty if they are not a list} */
  static String choices(ArgSpec argument) {
    Iterable<String> candidates = argument.completionCandidates();
    return candidates == null ? "" : String.join(" ", candidates);
  }

  static List<String> longNames(OptionSpec option) {
    return names(option).filter(name -> name.startsWith("--")).toList();
  }

  static List<String> shortNames(OptionSpec option) {
    return names(option).filter(name -> !name.startsWith("--")).toList();
  }

  private static Stream<String> names(OptionSpec option) {
    return Arrays.stream(option.names());
  }

  /** {@return a text that bash, zsh and fish take for one word} */
  static String quoted(String text) {
    return text.chars()
        .mapToObj(c -> c == '\'' ? "'\\''" : Character.toString(c))
        .collect(Collectors.joining("", "'", "'"));
  }
}
