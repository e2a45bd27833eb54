package io.filterport.verify.onaccess.failures;

import io.filterport.verify.onaccess.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code verify/failures/run}. */
@Command(
    name = "verify/failures/run",
    description = "Plays failures of a guarded file system, with Filterport and with clamonacc.",
    footer =
        "%nExit codes: 0 ok; 1 Filterport was worse than clamonacc, opened EICAR where the verdict is"
            + " to deny, let openers wait in spite of a holder, or could not play a scene; 2 usage.")
public final class Main implements Callable<Integer> {
  private static final int FAULT = 1;
  private static final int MAX_PATIENCE = 600;

  @Parameters(
      paramLabel = "SCENE",
      arity = "0..*",
      description = "Which scenes to play; all if none is given, and then RESULTS.md is written.")
  private List<String> names = List.of();

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "How long openers are waited for (default: ${DEFAULT-VALUE}).")
  private int patience;

  @Option(names = "--list", description = "Print the scenes and end.")
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
    List<Scene> chosen = chosen();
    if (list) {
      chosen.forEach(scene -> System.out.printf("%-26s %s%n", scene.name(), scene.what()));
      return 0;
    }
    Table table = new Run(Duration.ofSeconds(patience)).play(chosen);
    table.lines().forEach(System.out::println);
    List<String> faults = table.faults();
    if (names.isEmpty() && !table.isEmpty()) {
      write(table, faults);
    }
    faults.forEach(fault -> System.err.println("fault: " + fault));
    return faults.isEmpty() ? 0 : FAULT;
  }

  private List<Scene> chosen() {
    if (patience < 1 || patience > MAX_PATIENCE) {
      throw new ParameterException(
          spec.commandLine(), "--patience " + patience + ": it takes 1 to " + MAX_PATIENCE);
    }
    List<Scene> all = Scenes.all();
    List<String> known = all.stream().map(Scene::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new ParameterException(
            spec.commandLine(), "no scene " + name + "; there are: " + String.join(", ", known));
      }
    }
    return all.stream().filter(it -> names.isEmpty() || names.contains(it.name())).toList();
  }

  private void write(Table table, List<String> faults) throws IOException {
    Path home = Path.of(System.getProperty("filterport.failures.home"));
    Files.write(home.resolve("RESULTS.md"), page(table, faults));
  }

  private List<String> page(Table table, List<String> faults) {
    List<String> lines = new ArrayList<>(List.of("# Failures", ""));
    lines.add("What `verify/failures/run` saw last; [README](README.md) says how it looks.");
    lines.add("Nobody edits this page by hand.");
    lines.add("");
    lines.add("Openers were waited for " + patience + " s. " + verdict(faults));
    lines.add("");
    faults.forEach(fault -> lines.add("* " + fault));
    lines.addAll(table.lines());
    lines.addAll(List.of("", "## Machine and versions", ""));
    lines.addAll(Machine.lines());
    return lines;
  }

  private static String verdict(List<String> faults) {
    return faults.isEmpty()
        ? "Filterport was worse in no scene, and opened EICAR in none in which the verdict is to deny."
        : "What must not be:";
  }
}
