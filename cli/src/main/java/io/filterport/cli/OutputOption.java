package io.filterport.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code -o}, for every command that writes data. */
final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "How to write the result: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Writes any number of records of the same fields to standard output. */
  void print(List<? extends Map<String, ?>> records) {
    PrintWriter out = command.commandLine().getOut();
    format.records(records).forEach(out::println);
    out.flush();
  }

  /** {@return whether people read the output} */
  boolean isForPeople() {
    return format == OutputFormat.TABLE;
  }

  /** Writes one record to standard output. */
  void print(Map<String, ?> fields) {
    command.commandLine().getOut().println(format.record(fields));
  }
}
