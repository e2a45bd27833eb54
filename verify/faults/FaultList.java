import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the list of faults still fits the tree: {@code FaultList.java TREE} prints what does not, and then its exit
 * code is 1.
 */
final class FaultList {
  private static final Path LIST = Path.of("verify/faults/faults.txt");
  private static final Path RULES = Path.of("docs/semantics.md");

  private final Path tree;
  private final String rules;
  private final Map<String, List<Path>> tests;
  private final List<String> problems = new ArrayList<>();

  private FaultList(Path tree) throws IOException {
    this.tree = tree;
    this.rules = Files.readString(tree.resolve(RULES));
    this.tests = tests(tree);
  }

  public static void main(String[] args) throws IOException {
    FaultList list = new FaultList(Path.of(args[0]));
    List<Fault> faults = Fault.read(list.tree.resolve(LIST));
    for (Fault fault : faults) {
      list.check(fault);
    }
    list.problems.forEach(problem -> System.out.println("faults: " + problem));
    System.out.println("faults: " + faults.size() + ", problems: " + list.problems.size());
    System.exit(list.problems.isEmpty() ? 0 : 1);
  }

  private void check(Fault fault) throws IOException {
    if (!rules.contains("- **" + fault.rule() + "** ")) {
      report(fault, "there is no such rule in " + RULES);
    }
    if (fault.before().equals(fault.after())) {
      report(fault, "it changes nothing");
    }
    checkText(fault);
    for (String test : fault.tests()) {
      checkTest(fault, test);
    }
  }

  private void checkText(Fault fault) throws IOException {
    Path file = tree.resolve(fault.file());
    int found = Files.isRegularFile(file) ? fault.occurrences(Files.readString(file)) : 0;
    if (found != 1) {
      report(fault, fault.file() + " holds its text " + found + " times");
    }
  }

  private void checkTest(Fault fault, String test) throws IOException {
    List<Path> sources = tests.getOrDefault(test, List.of());
    if (sources.size() != 1) {
      report(fault, sources.size() + " test classes have the name " + test);
    } else if (!testsOf(fault.rule()).matcher(Files.readString(sources.getFirst())).find()) {
      report(fault, test + " has no test whose name begins with the rule");
    }
  }

  private static Pattern testsOf(String rule) {
    return Pattern.compile("\"(?:[A-Z]{3}-\\d{2}, )*" + rule + "(?:, [A-Z]{3}-\\d{2})*:");
  }

  private void report(Fault fault, String problem) {
    problems.add(fault.rule() + ", " + fault.what() + ": " + problem);
  }

  /** {@return the sources of tests, by the simple names of their classes} */
  static Map<String, List<Path>> tests(Path tree) throws IOException {
    List<Path> tests = new ArrayList<>();
    for (Path room : rooms(tree)) {
      try (Stream<Path> files = Files.walk(room.resolve("src/test/java"))) {
        files.filter(file -> file.toString().endsWith("Test.java")).forEach(tests::add);
      }
    }
    return tests.stream().collect(Collectors.groupingBy(FaultList::simpleName));
  }

  /** {@return the directories that have tests} */
  static List<Path> rooms(Path tree) throws IOException {
    try (Stream<Path> directories = Files.walk(tree, 2)) {
      return directories.filter(room -> Files.isDirectory(room.resolve("src/test/java"))).toList();
    }
  }

  private static String simpleName(Path source) {
    return source.getFileName().toString().replace(".java", "");
  }
}
