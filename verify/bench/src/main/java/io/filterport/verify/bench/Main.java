package io.filterport.verify.bench;

import io.filterport.verify.bench.row.Row;
import io.filterport.verify.bench.row.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code verify/bench/run}. */
@Command(
    name = "verify/bench/run",
    description = "Measures Filterport beside other ways to ask another process.",
    footer = "%nExit codes: 0 ok; 1 something could not be measured that should be; 2 usage.")
public final class Main implements Callable<Integer> {
  private static final int MAX_ROUNDS = 1_000;

  @Option(
      names = "--rows",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Which rows to measure, by name; all if none is given. See --list.")
  private List<String> rows = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each case is measured (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--quick",
      description =
          "One short round, to see that everything works. The results are no good, and go below"
              + " target/.")
  private boolean quick;

  @Option(
      names = "--report",
      description = "Measure nothing; write the page and the pictures from the raw data.")
  private boolean report;

  @Option(names = "--list", description = "Print the names of the rows and end.")
  private boolean list;

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
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    List<Row> chosen = chosen();
    if (list) {
      chosen.forEach(row -> System.out.printf("%-16s %s%n", row.name(), row.title()));
      return 0;
    }
    Places places = Places.of(Path.of(System.getProperty("filterport.bench.home")), quick);
    boolean complete = report || new Bench(places, quick ? 1 : rounds, quick).measure(chosen);
    places.report().write();
    System.out.println(places.page());
    return complete ? 0 : 1;
  }

  private List<Row> chosen() {
    if (rounds < 1 || rounds > MAX_ROUNDS) {
      throw new ParameterException(
          spec.commandLine(), "--rounds " + rounds + ": it takes 1 to " + MAX_ROUNDS);
    }
    try {
      return rows.isEmpty() ? Rows.all() : Rows.named(rows);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
