package io.filterport.cli.manuals;

import io.filterport.cli.manuals.CommandModel.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page of a command, in the man macros that every reader of manual pages knows. */
final class ManPage {
  private static final String SECTION = "1";

  private final CommandSpec command;
  private final StringBuilder page = new StringBuilder();

  private ManPage(CommandSpec command) {
    this.command = command;
  }

  /** {@return the name of its file} */
  static String fileName(CommandSpec command) {
    return title(command) + "." + SECTION;
  }

  static String of(CommandSpec command) {
    return new ManPage(command).text();
  }

  /** As for other commands of commands: {@code filterport-host} for {@code filterport host}. */
  private static String title(CommandSpec command) {
    return command.qualifiedName("-");
  }

  private String text() {
    String version = String.join("", command.root().version());
    String title = title(command);
    line(
        ".TH",
        word(title.toUpperCase(Locale.ROOT)),
        SECTION,
        "\"\"",
        word("Filterport " + version));
    line(".nh");
    line(".ad l");
    section("NAME");
    paragraph(title + " - " + CommandModel.description(command));
    section("SYNOPSIS");
    synopsis();
    section("DESCRIPTION");
    paragraph(CommandModel.description(command));
    Arrays.stream(command.usageMessage().footer()).forEach(this::separateParagraph);
    list("ARGUMENTS", CommandModel.parameters(command), this::argument);
    list("OPTIONS", CommandModel.options(command), this::option);
    list("COMMANDS", CommandModel.subcommands(command), this::subcommand);
    list("EXIT STATUS", CommandModel.exitCodes(command), this::exitCode);
    section("SEE ALSO");
    seeAlso();
    return page.toString();
  }

  // ---- the parts of a page

  private void synopsis() {
    String synopsis = new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
    paragraph(command.qualifiedName() + " " + arguments(synopsis));
  }

  /** Picocli breaks the line by itself, for a width that readers do not have. */
  private String arguments(String synopsis) {
    return synopsis.substring(command.qualifiedName().length()).strip().replaceAll("\\s+", " ");
  }

  private <T> void list(String section, List<T> entries, Consumer<T> writer) {
    if (!entries.isEmpty()) {
      section(section);
      entries.forEach(writer);
    }
  }

  private void argument(ArgSpec argument) {
    entry(italic(argument.paramLabel()), CommandModel.description(argument));
  }

  private void option(OptionSpec option) {
    String names =
        Arrays.stream(option.names()).map(ManPage::bold).collect(Collectors.joining(", "));
    String value = CommandModel.takesValue(option) ? "=" + italic(option.paramLabel()) : "";
    entry(names + value, CommandModel.description(option));
  }

  private void subcommand(CommandSpec subcommand) {
    entry(bold(subcommand.name()), CommandModel.description(subcommand));
  }

  private void exitCode(ExitCode code) {
    entry(bold(code.code()), code.meaning());
  }

  private void seeAlso() {
    paragraph(
        related().stream()
            .map(other -> title(other) + "(" + SECTION + ")")
            .collect(Collectors.joining(", ")));
  }

  private List<CommandSpec> related() {
    return command.parent() == null ? CommandModel.subcommands(command) : List.of(command.root());
  }

  // ---- troff

  private void section(String name) {
    line(".SH", word(name));
  }

  private void entry(String heading, String text) {
    line(".TP");
    line(heading);
    paragraph(text);
  }

  private void separateParagraph(String text) {
    line(".PP");
    paragraph(text);
  }

  private void paragraph(String text) {
    line(escaped(text));
  }

  private void line(String... words) {
    page.append(String.join(" ", words)).append('\n');
  }

  private static String word(String text) {
    return '"' + escaped(text) + '"';
  }

  private static String bold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  private static String italic(String text) {
    return "\\fI" + escaped(text) + "\\fR";
  }

  /** A hyphen stays what users have to type, and no line is taken for a request. */
  private static String escaped(String text) {
    String safe =
        text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("\"", "\\(dq");
    return safe.startsWith(".") ? "\\&" + safe : safe;
  }
}
