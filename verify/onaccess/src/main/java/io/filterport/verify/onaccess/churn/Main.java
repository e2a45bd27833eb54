package io.filterport.verify.onaccess.churn;

import io.filterport.verify.onaccess.Machine;
import io.filterport.verify.onaccess.Plan;
import io.filterport.verify.onaccess.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code verify/churn/run}. */
@Command(
    name = "verify/churn/run",
    description = "Makes, renames, deletes and opens files on a guarded file system, for long.",
    footer = "%nExit codes: 0 ok, or skipped; 1 something must not be that was; 2 usage.")
public final class Main implements Callable<Integer> {
  /** Each engine, and what a host keeps of its verdicts. */
  private enum Guard {
    PATTERNS(Plan.Kind.PATTERNS, "none"),
    VERDICTS(Plan.Kind.PATTERNS, "verdicts"),
    KERNEL(Plan.Kind.PATTERNS, "kernel"),
    CLAMD(Plan.Kind.CLAMD, "none");

    private final Plan.Kind kind;
    private final String cache;

    Guard(Plan.Kind kind, String cache) {
      this.kind = kind;
      this.cache = cache;
    }

    Plan plan(int timeout) {
      return Plan.of(kind).withHostOptions("--cache=" + cache, "--timeout=" + timeout);
    }
  }

  private static final int FAULT = 1;
  private static final int MAX_MINUTES = 24 * 60;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long, with each guard (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--file-system",
      paramLabel = "NAME",
      defaultValue = "EXT4",
      description =
          "What is guarded: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). Verdicts are kept"
              + " on ext4 alone.")
  private Stage.FileSystem fileSystem;

  @Option(
      names = "--guard",
      paramLabel = "NAME",
      description = "Only with this: ${COMPLETION-CANDIDATES}; may be repeated (default: all).")
  private List<Guard> guards = List.of(Guard.values());

  @Option(
      names = "--timeout",
      paramLabel = "MILLIS",
      defaultValue = "5000",
      description = "How long an open waits for a verdict (default: ${DEFAULT-VALUE}).")
  private int timeout;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description = "The page whose rows are renewed (default: verify/churn/RESULTS.md).")
  private Path results = Path.of(System.getProperty("filterport.churn.home"), "RESULTS.md");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  boolean help;

  @Spec private CommandSpec spec;

  private Main() {}

  /**
   * Runs one command line and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (minutes < 1 || minutes > MAX_MINUTES) {
      throw new ParameterException(
          spec.commandLine(), "--minutes " + minutes + ": it takes 1 to " + MAX_MINUTES);
    }
    List<Report> reports = new ArrayList<>();
    for (Guard guard : guards) {
      Plan plan = guard.plan(timeout);
      Optional<String> missing = plan.missing();
      if (missing.isPresent()) {
        System.err.println(plan.kind().title() + ": skipped: " + missing.get());
      } else {
        Report report = Churn.run(plan, fileSystem, Duration.ofMinutes(minutes));
        System.out.println(report.row());
        reports.add(report);
      }
    }
    if (!reports.isEmpty()) {
      Churn.write(results, reports, Machine.lines());
    }
    return reports.stream().allMatch(report -> report.faults().isEmpty()) ? 0 : FAULT;
  }
}
