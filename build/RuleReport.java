import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * Reads the rules of {@code docs/semantics.md}, the exemptions of {@code verify/exemptions.md} and the test reports
 * below a directory; says how many rules have a passed test in which world. The exit code is 0 if each rule is tested
 * in every world, or by a test that needs none, or is exempt.
 *
 * <p>A test covers the rules whose ids its display name begins with: {@code HND-06, DIS-08: the order of the end}. A name
 * that begins with an id in any other way is an error, for it seems to cover what it does not.
 */
final class RuleReport {
  private static final Pattern RULE = Pattern.compile("- \\*\\*([A-Z]{3}-\\d{2})\\*\\* .*");
  private static final Pattern EXEMPTION = Pattern.compile("\\| ([A-Z]{3}-\\d{2}) \\| ([a-z ]+) \\| (.+) \\|");
  private static final Pattern IDS = Pattern.compile("((?:[A-Z]{3}-\\d{2}(?:, )?)+):.*", Pattern.DOTALL);
  private static final Pattern ID = Pattern.compile("[A-Z]{3}-\\d{2}");
  private static final String ROOMS = "io.filterport.";

  /** Where a rule holds. */
  private enum World {
    EMBEDDED("embedded"),
    PROCESSES("between processes"),
    PURE("without a port");

    final String text;

    World(String text) {
      this.text = text;
    }
  }

  private static final Pattern SEEMS_TO_COVER = Pattern.compile("([A-Z]{3})-\\d{2}\\b.*", Pattern.DOTALL);

  /** The worlds of an invocation of a test class, by its index in the report: the order of {@code WorldKind}. */
  private static final Map<String, World> BY_INDEX = Map.of("[1]", World.EMBEDDED, "[2]", World.PROCESSES);

  /** The world of tests that run in one only, by what their class's name begins with; the longest counts. */
  private static final Map<String, World> BY_NAME =
      Map.of(
          "engine.", World.EMBEDDED,
          "ipc.", World.PROCESSES,
          "linux.", World.PROCESSES,
          "cli.", World.PROCESSES,
          "verify.system.", World.PROCESSES,
          "verify.conformance.", World.PROCESSES,
          "verify.conformance.GetMemoryTest", World.EMBEDDED,
          "verify.conformance.LentContentTest", World.EMBEDDED,
          "verify.conformance.LittleMemoryTest", World.EMBEDDED);

  private final Set<String> rules = new TreeSet<>();
  private final Map<String, String> everywhereExempt = new TreeMap<>();
  private final Map<World, Set<String>> worldExempt = new EnumMap<>(World.class);
  private final Map<World, Set<String>> tested = new EnumMap<>(World.class);
  private final List<String> problems = new ArrayList<>();

  private RuleReport() {
    for (World world : World.values()) {
      tested.put(world, new TreeSet<>());
      worldExempt.put(world, new TreeSet<>());
    }
  }

  public static void main(String[] args) throws Exception {
    Path top = Path.of(args[0]);
    RuleReport report = new RuleReport();
    report.readRules(top.resolve("docs/semantics.md"));
    report.readExemptions(top.resolve("verify/exemptions.md"));
    TestReports.tests(top).forEach(report::readTest);
    report.judge();
    report.print();
    System.exit(report.problems.isEmpty() ? 0 : 1);
  }

  private void readRules(Path file) throws IOException {
    for (String line : Files.readAllLines(file)) {
      Matcher rule = RULE.matcher(line);
      if (rule.matches() && !rules.add(rule.group(1))) {
        problems.add(rule.group(1) + " is defined twice in " + file);
      }
    }
    if (rules.isEmpty()) {
      problems.add("no rule was found in " + file);
    }
  }

  private void readExemptions(Path file) throws IOException {
    for (String line : Files.readAllLines(file)) {
      Matcher row = EXEMPTION.matcher(line);
      if (row.matches()) {
        exempt(row.group(1), row.group(2));
      }
    }
  }

  private void exempt(String rule, String where) {
    if (!rules.contains(rule)) {
      problems.add(rule + " is exempt, and no rule");
    }
    for (World world : World.values()) {
      if (world.text.equals(where)) {
        worldExempt.get(world).add(rule);
        return;
      }
    }
    if (where.equals("everywhere")) {
      everywhereExempt.put(rule, where);
    } else {
      problems.add(rule + " is exempt in an unknown world: " + where);
    }
  }

  private void readTest(Element test) {
    Matcher ids = IDS.matcher(test.getAttribute("name"));
    if (!ids.matches()) {
      requireNoRule(test);
    } else if (passed(test)) {
      cover(test, ids.group(1));
    }
  }

  private void requireNoRule(Element test) {
    Matcher seeming = SEEMS_TO_COVER.matcher(test.getAttribute("name"));
    if (seeming.matches() && rules.stream().anyMatch(rule -> rule.startsWith(seeming.group(1)))) {
      problems.add(test.getAttribute("classname") + " has a test named \"" + test.getAttribute("name")
          + "\": after the ids of rules a colon is missing");
    }
  }

  private void cover(Element test, String ids) {
    World world = world(test);
    Matcher id = ID.matcher(ids);
    while (id.find()) {
      if (!rules.contains(id.group())) {
        problems.add(test.getAttribute("classname") + " covers " + id.group() + ", which is no rule");
      }
      tested.get(world).add(id.group());
    }
  }

  private static boolean passed(Element test) {
    return Stream.of("failure", "error", "skipped")
        .noneMatch(child -> TestReports.has(test, child));
  }

  private static World world(Element test) {
    String invocation = test.getAttribute("classname");
    for (Map.Entry<String, World> world : BY_INDEX.entrySet()) {
      if (invocation.endsWith(world.getKey())) {
        return world.getValue();
      }
    }
    String testClass = test.getAttribute(TestReports.TEST_CLASS);
    return BY_NAME.entrySet().stream()
        .filter(entry -> testClass.startsWith(ROOMS + entry.getKey()))
        .max(Comparator.comparingInt(entry -> entry.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse(World.PURE);
  }

  private void judge() {
    for (String rule : rules) {
      if (everywhereExempt.containsKey(rule)) {
        requireUntested(rule);
      } else if (!tested.get(World.PURE).contains(rule)) {
        judge(rule, World.EMBEDDED);
        judge(rule, World.PROCESSES);
      }
    }
  }

  private void requireUntested(String rule) {
    if (tested.values().stream().anyMatch(covered -> covered.contains(rule))) {
      problems.add(rule + " is exempt everywhere, and tested");
    }
  }

  private void judge(String rule, World world) {
    boolean isTested = tested.get(world).contains(rule);
    boolean isExempt = worldExempt.get(world).contains(rule);
    if (isTested && isExempt) {
      problems.add(rule + " is exempt " + world.text + ", and tested there");
    }
    if (!isTested && !isExempt) {
      problems.add(rule + " is neither tested " + world.text + " nor exempt");
    }
  }

  private void print() {
    problems.forEach(problem -> System.out.println("rules: " + problem));
    String worlds =
        Stream.of(World.values())
            .map(world -> count(tested.get(world)) + " tested " + world.text)
            .collect(Collectors.joining(", "));
    System.out.println(
        "rules: " + rules.size() + " in all, " + worlds + ", " + everywhereExempt.size() + " exempt, "
            + worldExempt.values().stream().mapToInt(Set::size).sum() + " exempt in one world");
  }

  private long count(Collection<String> covered) {
    return covered.stream().filter(rules::contains).count();
  }
}
