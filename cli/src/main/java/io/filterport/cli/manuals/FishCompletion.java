package io.filterport.cli.manuals;

import static io.filterport.cli.manuals.CommandModel.quoted;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish: a line for each command and each option. */
final class FishCompletion {
  private static final String BEFORE_ANY_COMMAND = "__fish_use_subcommand";

  private final CommandSpec root;
  private final String start;

  private FishCompletion(CommandSpec root) {
    this.root = root;
    this.start = "complete -c " + root.name();
  }

  static String of(CommandSpec root) {
    return new FishCompletion(root).text();
  }

  private String text() {
    Stream<String> commands = CommandModel.subcommands(root).stream().flatMap(this::command);
    return Stream.of(Stream.of(start + " -f"), options(root, BEFORE_ANY_COMMAND), commands)
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private Stream<String> command(CommandSpec command) {
    String offer =
        line(BEFORE_ANY_COMMAND, "-a " + command.name(), CommandModel.description(command));
    String condition = "__fish_seen_subcommand_from " + command.name();
    return Stream.of(Stream.of(offer), options(command, condition), parameters(command, condition))
        .flatMap(lines -> lines);
  }

  private Stream<String> options(CommandSpec command, String condition) {
    return CommandModel.options(command).stream()
        .map(option -> line(condition, option(option), CommandModel.description(option)));
  }

  /** Only those that are files or one of a list can be completed. */
  private Stream<String> parameters(CommandSpec command, String condition) {
    return CommandModel.parameters(command).stream()
        .map(parameter -> value(CommandModel.takesPath(parameter), CommandModel.choices(parameter)))
        .filter(value -> !value.isEmpty())
        .map(value -> start + " -n " + quoted(condition) + " " + value);
  }

  private String line(String condition, String what, String description) {
    return String.join(
        " ", start, "-n", quoted(condition), what, "-d", quoted(description.replace("\\", "\\\\")));
  }

  private static String option(OptionSpec option) {
    Stream<String> longs =
        CommandModel.longNames(option).stream().map(name -> "-l " + name.substring(2));
    Stream<String> shorts =
        CommandModel.shortNames(option).stream().map(name -> "-s " + name.substring(1));
    Stream<String> value =
        CommandModel.takesValue(option) ? Stream.of(valueOf(option)) : Stream.empty();
    return Stream.of(shorts, longs, value).flatMap(words -> words).collect(Collectors.joining(" "));
  }

  private static String valueOf(OptionSpec option) {
    String value = value(CommandModel.takesPath(option), CommandModel.choices(option));
    return value.startsWith("-F") ? "-r " + value : ("-x " + value).strip();
  }

  private static String value(boolean isPath, String choices) {
    if (isPath) {
      return "-F";
    }
    return choices.isEmpty() ? "" : "-a " + quoted(choices);
  }
}
