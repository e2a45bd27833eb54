package io.filterport.cli.manuals;

import static io.filterport.cli.manuals.CommandModel.quoted;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for zsh: one call of {@code _arguments} for the root, and one for each command. */
final class ZshCompletion {
  private static final String NEXT = " \\\n    ";

  private final CommandSpec root;

  private ZshCompletion(CommandSpec root) {
    this.root = root;
  }

  static String of(CommandSpec root) {
    return new ZshCompletion(root).text();
  }

  private String text() {
    List<CommandSpec> commands = CommandModel.subcommands(root);
    String described =
        commands.stream()
            .map(c -> quoted(c.name() + ":" + CommandModel.description(c)))
            .collect(Collectors.joining("\n    "));
    String cases = commands.stream().map(this::branch).collect(Collectors.joining());
    return """
        #compdef %1$s

        local context curcontext="$curcontext" state line
        typeset -A opt_args
        local -a commands
        commands=(
            %2$s
        )

        _arguments -C%3$s%4$s%5$s

        case $state in
          command)
            _describe -t commands command commands
            ;;
          rest)
            case $words[1] in
        %6$s    esac
            ;;
        esac
        """
        .formatted(
            root.name(),
            described,
            options(root),
            NEXT + "'1: :->command'",
            NEXT + "'*:: :->rest'",
            cases);
  }

  private String branch(CommandSpec command) {
    return """
              %s)
                _arguments%s
                ;;
        """
        .formatted(command.name(), deeper(options(command) + parameters(command)));
  }

  private static String deeper(String specs) {
    return specs.replace(NEXT, NEXT + "      ");
  }

  private static String options(CommandSpec command) {
    return CommandModel.options(command).stream()
        .flatMap(ZshCompletion::specs)
        .map(spec -> NEXT + quoted(spec))
        .collect(Collectors.joining());
  }

  /** An option that was given once is not offered again, under none of its names. */
  private static Stream<String> specs(OptionSpec option) {
    String others = option.isMultiValue() ? "*" : "(" + String.join(" ", option.names()) + ")";
    String explained =
        "["
            + escaped(CommandModel.description(option))
            + "]"
            + (CommandModel.takesValue(option) ? value(option) : "");
    return Stream.of(option.names()).map(name -> others + name + glue(option, name) + explained);
  }

  /**
   * Long names take their value after = or in the next word, short ones in the same or the next.
   */
  private static String glue(OptionSpec option, String name) {
    if (!CommandModel.takesValue(option)) {
      return "";
    }
    return name.startsWith("--") ? "=" : "+";
  }

  private static String parameters(CommandSpec command) {
    return CommandModel.parameters(command).stream()
        .map(parameter -> NEXT + quoted(value(parameter)))
        .collect(Collectors.joining());
  }

  private static String value(ArgSpec argument) {
    return ":" + escaped(argument.paramLabel()) + ":" + action(argument);
  }

  private static String action(ArgSpec argument) {
    if (CommandModel.takesPath(argument)) {
      return "_files";
    }
    String choices = CommandModel.choices(argument);
    return choices.isEmpty() ? " " : "(" + choices + ")";
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\\\:\\[\\]]", "\\\\$0");
  }
}
