package io.filterport.cli.manuals;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The page of the documents that shows the help of every command. */
public final class CommandReference {
  private static final int COLUMNS = 100;

  private CommandReference() {}

  /**
   * {@return the page, in Markdown}
   *
   * @param root the command whose commands are shown; the width of its help changes
   */
  public static String of(CommandSpec root) {
    root.commandLine().setUsageHelpAutoWidth(false).setUsageHelpWidth(COLUMNS);
    return CommandModel.all(root).stream()
        .map(CommandReference::section)
        .collect(Collectors.joining("\n", heading(root), ""));
  }

  private static String heading(CommandSpec root) {
    return """
        # The command and its help

        What `%s --help` prints, and the same of each of its commands. This page is made from the commands;
        [CONTRIBUTING](../CONTRIBUTING.md) says how to renew it.

        """
        .formatted(root.name());
  }

  private static String section(CommandSpec command) {
    return """
        ## %s

        ```text
        %s
        ```
        """
        .formatted(command.qualifiedName(), help(command.commandLine()));
  }

  private static String help(CommandLine command) {
    return command
        .getUsageMessage(Ansi.OFF)
        .lines()
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"))
        .strip();
  }
}
