import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Seeds the faults of a list, one at a time, into a copy of the sources, and runs the tests that are to notice each.
 * A fault is killed if a test fails whose display name names the rule that the fault breaks. Prints the table of
 * {@code RESULTS.md}; the exit code is 0 if every fault was killed.
 *
 * <p>{@code SeededFaults.java COPY LIST [RULE...]}: the copy is changed; only the faults of the rules given, if any.
 */
final class SeededFaults {
  private static final long MINUTES = 10;

  /**
   * One fault.
   *
   * @param rule what it breaks
   * @param file whose text is changed
   * @param tests the classes that test the rule
   * @param what in words
   * @param before the text, which the file holds exactly once
   * @param after what stands there instead
   */
  private record Fault(String rule, Path file, String tests, String what, String before, String after) {}

  private final Path copy;
  private final List<Fault> faults;
  private int survivors;

  private SeededFaults(Path copy, List<Fault> faults) {
    this.copy = copy;
    this.faults = faults;
  }

  public static void main(String[] args) throws Exception {
    Path copy = Path.of(args[0]).toAbsolutePath();
    List<String> rules = List.of(args).subList(2, args.length);
    List<Fault> faults =
        read(copy, Files.readAllLines(Path.of(args[1]))).stream()
            .filter(fault -> rules.isEmpty() || rules.contains(fault.rule))
            .toList();
    SeededFaults run = new SeededFaults(copy, faults);
    run.all();
    System.exit(run.survivors == 0 ? 0 : 1);
  }

  /** Blocks of {@code fault RULE: what}, {@code in FILE}, {@code tests CLASSES}, lines with {@code -} and {@code +}. */
  private static List<Fault> read(Path copy, List<String> lines) {
    List<Fault> all = new ArrayList<>();
    String rule = "";
    String what = "";
    Path file = copy;
    String tests = "";
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    for (String line : Stream.concat(lines.stream(), Stream.of("")).toList()) {
      if (line.startsWith("fault ")) {
        rule = line.substring(6, line.indexOf(':'));
        what = line.substring(line.indexOf(':') + 2);
      } else if (line.startsWith("in ")) {
        file = copy.resolve(line.substring(3));
      } else if (line.startsWith("tests ")) {
        tests = line.substring(6);
      } else if (line.startsWith("-")) {
        before.add(line.substring(1));
      } else if (line.startsWith("+")) {
        after.add(line.substring(1));
      } else if (line.isBlank() && !before.isEmpty()) {
        all.add(new Fault(rule, file, tests, what, String.join("\n", before), String.join("\n", after)));
        before.clear();
        after.clear();
      }
    }
    return all;
  }

  private void all() throws Exception {
    System.out.println("| # | rule | fault | file | killed by |");
    System.out.println("|---|---|---|---|---|");
    int number = 0;
    for (Fault fault : faults) {
      String killer = seed(fault);
      survivors += killer.startsWith("NOT KILLED") ? 1 : 0;
      System.out.printf(
          "| %d | %s | %s | `%s` | %s |%n",
          ++number, fault.rule, fault.what, fault.file.getFileName(), killer);
    }
    System.out.println();
    System.out.println(faults.size() + " faults, " + (faults.size() - survivors) + " killed");
  }

  private String seed(Fault fault) throws Exception {
    String original = Files.readString(fault.file);
    if (original.split(java.util.regex.Pattern.quote(fault.before), -1).length != 2) {
      return "NOT KILLED: the text is not there exactly once";
    }
    try {
      Files.writeString(fault.file, original.replace(fault.before, fault.after));
      deleteReports();
      return test(fault);
    } finally {
      Files.writeString(fault.file, original);
    }
  }

  private String test(Fault fault) throws Exception {
    Path log = copy.resolve("target/fault.log");
    Files.createDirectories(log.getParent());
    Process maven =
        new ProcessBuilder(
                copy.resolve("mvnw").toString(),
                "--quiet",
                "--fail-at-end",
                "-Dquick",
                "-Dmaven.test.skip=false",
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dtest=" + fault.tests,
                "-pl",
                "verify/conformance",
                "-am",
                "verify")
            .directory(copy.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!maven.waitFor(MINUTES, TimeUnit.MINUTES)) {
      maven.descendants().forEach(ProcessHandle::destroyForcibly);
      maven.destroyForcibly().waitFor();
      return "NOT KILLED: the tests did not end";
    }
    if (Files.readString(log).contains("COMPILATION ERROR")) {
      return "NOT KILLED: it does not compile";
    }
    return killer(fault.rule);
  }

  private void deleteReports() throws IOException {
    for (Path report : reports()) {
      Files.delete(report);
    }
  }

  private List<Path> reports() throws IOException {
    try (Stream<Path> files = Files.walk(copy)) {
      return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml")).sorted().toList();
    }
  }

  private String killer(String rule) throws Exception {
    List<String> others = new ArrayList<>();
    for (Path report : reports()) {
      NodeList tests =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(report.toFile())
              .getElementsByTagName("testcase");
      for (int i = 0; i < tests.getLength(); i++) {
        Element test = (Element) tests.item(i);
        if (failed(test)) {
          String name = test.getAttribute("name");
          if (name.contains(rule)) {
            return name.replace("|", "/");
          }
          others.add(name);
        }
      }
    }
    return others.isEmpty() ? "NOT KILLED" : "NOT KILLED by a test of the rule, but by: " + others.getFirst();
  }

  private static boolean failed(Element test) {
    return test.getElementsByTagName("failure").getLength() + test.getElementsByTagName("error").getLength() > 0;
  }
}
