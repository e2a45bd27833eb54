import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * Reads the rules of {@code docs/semantics.md}, the exemptions of {@code verify/exemptions.md} and the test reports
 * below a directory; says how many rules have a passed test in which world. The exit code is 0 if each rule is tested
 * in every world, or is exempt there. The worlds are embedded, between processes, and each other one in which tests
 * ran. A test without a port is in none: it is counted beside them, and stands for no test in a world.
 *
 * <p>A rule that is a choice, and no other, has a row in the table of choices.
 *
 * <p>A test covers the rules whose ids its display name begins with: {@code HND-06, DIS-08: the order of the end}. A name
 * that begins with an id in any other way is an error, for it seems to cover what it does not.
 */
final class RuleReport {
  private static final Pattern RULE = Pattern.compile("(?m)^- \\*\\*([A-Z]{3}-\\d{2})\\*\\* (.*(?:\n  .*)*)");
  private static final Pattern CHOICE = Pattern.compile("\\*(?:[a-z]+,\\s+)*choice\\*");
  private static final Pattern REASON = Pattern.compile("(?m)^\\| ((?:[A-Z]{3}-\\d{2}(?:, )?)+) \\|");
  private static final Pattern EXEMPTION = Pattern.compile("\\| ([A-Z]{3}-\\d{2}) \\| ([^|]+) \\| (.+) \\|");
  private static final Pattern IDS = Pattern.compile("((?:[A-Z]{3}-\\d{2}(?:, )?)+):.*", Pattern.DOTALL);
  private static final Pattern ID = Pattern.compile("[A-Z]{3}-\\d{2}");
  private static final Pattern SEEMS_TO_COVER = Pattern.compile("([A-Z]{3})-\\d{2}\\b.*", Pattern.DOTALL);
  private static final String EVERYWHERE = "everywhere";

  private final Set<String> rules = new TreeSet<>();
  private final TestWorlds worlds;

  /** By world, in the order in which they are printed. */
  private final Map<String, Set<String>> tested = new LinkedHashMap<>();

  private final Set<String> testedWithoutPort = new TreeSet<>();

  /** By world, or everywhere. */
  private final Map<String, Set<String>> exempt = new TreeMap<>(Map.of(EVERYWHERE, new TreeSet<>()));

  private final List<String> problems = new ArrayList<>();

  private RuleReport(TestWorlds worlds) {
    this.worlds = worlds;
    tested.put(TestWorlds.EMBEDDED, new TreeSet<>());
    tested.put(TestWorlds.PROCESSES, new TreeSet<>());
  }

  public static void main(String[] args) throws Exception {
    Path top = Path.of(args[0]);
    RuleReport report = new RuleReport(TestWorlds.of(top));
    report.readRules(Files.readString(top.resolve("docs/semantics.md")));
    report.readExemptions(top.resolve("verify/exemptions.md"));
    TestReports.tests(top).forEach(report::readTest);
    report.judge();
    report.print();
    System.exit(report.problems.isEmpty() ? 0 : 1);
  }

  private void readRules(String semantics) {
    Set<String> choices = new TreeSet<>();
    RULE.matcher(semantics).results().forEach(rule -> readRule(rule, choices));
    if (rules.isEmpty()) {
      problems.add("no rule was found");
    }
    Set<String> reasons = new TreeSet<>();
    REASON.matcher(semantics).results().forEach(row -> reasons.addAll(List.of(row.group(1).split(", "))));
    addMissing(choices, reasons, " is a choice without a reason in the table of choices");
    addMissing(reasons, choices, " has a reason in the table of choices, and is no choice");
  }

  private void readRule(MatchResult rule, Set<String> choices) {
    String id = rule.group(1);
    if (!rules.add(id)) {
      problems.add(id + " is defined twice");
    }
    if (CHOICE.matcher(rule.group(2)).find()) {
      choices.add(id);
    }
  }

  private void addMissing(Set<String> ids, Set<String> among, String problem) {
    ids.stream().filter(id -> !among.contains(id)).forEach(id -> problems.add(id + problem));
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
    exempt.computeIfAbsent(where, key -> new TreeSet<>()).add(rule);
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
    Set<String> covered =
        worlds.of(test)
            .map(world -> tested.computeIfAbsent(world, key -> new TreeSet<>()))
            .orElse(testedWithoutPort);
    Matcher id = ID.matcher(ids);
    while (id.find()) {
      if (!rules.contains(id.group())) {
        problems.add(test.getAttribute("classname") + " covers " + id.group() + ", which is no rule");
      }
      covered.add(id.group());
    }
  }

  private static boolean passed(Element test) {
    return Stream.of("failure", "error", "skipped")
        .noneMatch(child -> TestReports.has(test, child));
  }

  private void judge() {
    exempt.keySet().stream()
        .filter(where -> !where.equals(EVERYWHERE) && !tested.containsKey(where))
        .forEach(where -> problems.add(exempt.get(where) + " is exempt in an unknown world: " + where));
    for (String rule : rules) {
      if (isExempt(rule, EVERYWHERE)) {
        requireUntested(rule);
      } else {
        tested.keySet().forEach(world -> judge(rule, world));
      }
    }
  }

  private boolean isExempt(String rule, String where) {
    return exempt.getOrDefault(where, Set.of()).contains(rule);
  }

  private void requireUntested(String rule) {
    boolean isTested = tested.values().stream().anyMatch(covered -> covered.contains(rule));
    if (isTested || testedWithoutPort.contains(rule)) {
      problems.add(rule + " is exempt everywhere, and tested");
    }
  }

  private void judge(String rule, String world) {
    boolean isTested = tested.get(world).contains(rule);
    boolean isExempt = isExempt(rule, world);
    if (isTested && isExempt) {
      problems.add(rule + " is exempt " + world + ", and tested there");
    }
    if (!isTested && !isExempt) {
      problems.add(rule + " is neither tested " + world + " nor exempt");
    }
  }

  private void print() {
    problems.forEach(problem -> System.out.println("rules: " + problem));
    StringBuilder counts = new StringBuilder("rules: " + rules.size() + " in all");
    tested.forEach((world, covered) -> counts.append(", " + count(covered) + " tested " + world));
    exempt.forEach((where, exempted) -> counts.append(", " + exempted.size() + " exempt " + where));
    System.out.println(counts + "; " + count(testedWithoutPort) + " tested without a port, too");
  }

  private long count(Collection<String> covered) {
    return covered.stream().filter(rules::contains).count();
  }
}
