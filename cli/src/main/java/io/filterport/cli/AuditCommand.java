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
      names = "--by-path",
      description = "Tell single files apart, too, those that are denied before all others.")
  private boolean byPath;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "So many programs, directories, files and users at most (default: ${DEFAULT-VALUE}).")
  private int top;

  @Mixin private OutputOption output;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    int rows = Numbers.inRange("--top", top, 1, MAX_ROWS);
    AuditSummary summary = new AuditSummary(byPath);
    files.forEach(file -> read(file, summary));
    if (output.isForPeople()) {
      printForPeople(summary, rows);
    } else {
      output.print(record(summary, rows));
    }
    return ExitCodes.OK;
  }

  private static void read(Path file, AuditSummary summary) {
    try (InputStream in = file.equals(STDIN) ? System.in : Files.newInputStream(file)) {
      EventLines.read(in, summary::add, summary::addUnreadable);
    } catch (IOException e) {
      throw new FilterPortException(
          "reading events from " + file + ": " + e,
          NtStatus.OBJECT_NAME_NOT_FOUND,
          "Name files that host --events-to wrote");
    }
  }

  private static Map<String, Object> record(AuditSummary summary, int rows) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("totals", summary.totals());
    fields.putAll(summary.parts(rows));
    return fields;
  }

  private void printForPeople(AuditSummary summary, int rows) {
    PrintWriter out = command.commandLine().getOut();
    output.print(summary.totals());
    for (List<Map<String, Object>> part : summary.parts(rows).values()) {
      out.println();
      output.print(part);
    }
    out.flush();
  }
}
