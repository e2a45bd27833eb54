package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code filterport audit}: what would change if a volume in audit mode denied. */
@Command(
    name = "audit",
    description =
        "Sum up the lines that host --events wrote: what a host in audit mode would have denied, by"
            + " program, directory and user, and how long verdicts took.")
final class AuditCommand implements Callable<Integer> {
  private static final Path STDIN = Path.of("-");
  private static final int MAX_ROWS = AuditGroups.MAX_GROUPS + 1;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Where the lines stand; - is standard input (default: that).")
  private List<Path> files = List.of(STDIN);

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "So many programs, directories and users at most (default: ${DEFAULT-VALUE}).")
  private int top;

  @Mixin private OutputOption output;
  @Spec private CommandSpec command;

  private final AuditSummary summary = new AuditSummary();

  @Override
  public Integer call() {
    int rows = Numbers.inRange("--top", top, 1, MAX_ROWS);
    files.forEach(this::read);
    if (output.isForPeople()) {
      printForPeople(rows);
    } else {
      output.print(record(rows));
    }
    return ExitCodes.OK;
  }

  private void read(Path file) {
    try (InputStream in = file.equals(STDIN) ? System.in : Files.newInputStream(file)) {
      EventLines.read(in, summary::add, summary::addUnreadable);
    } catch (IOException e) {
      throw new FilterPortException(
          "reading events from " + file + ": " + e,
          NtStatus.OBJECT_NAME_NOT_FOUND,
          "Name files that host --events-to wrote");
    }
  }

  private Map<String, Object> record(int rows) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("totals", summary.totals());
    fields.put("executables", summary.byExecutable(rows));
    fields.put("directories", summary.byDirectory(rows));
    fields.put("users", summary.byUser(rows));
    return fields;
  }

  private void printForPeople(int rows) {
    PrintWriter out = command.commandLine().getOut();
    output.print(summary.totals());
    for (List<Map<String, Object>> part :
        List.of(summary.byExecutable(rows), summary.byDirectory(rows), summary.byUser(rows))) {
      out.println();
      output.print(part.stream().map(AuditCommand::printable).toList());
    }
    out.flush();
  }

  /** Names of files and programs are somebody else's. */
  private static Map<String, Object> printable(Map<String, Object> row) {
    Map<String, Object> shown = new LinkedHashMap<>();
    row.forEach(
        (name, value) ->
            shown.put(name, value instanceof String text ? Printable.of(text) : value));
    return shown;
  }
}
