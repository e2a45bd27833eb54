import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints the survivors of reports of PIT, and the tables of {@code RESULTS.md}: {@code Scores.java LEAST REPORT...}. The
 * exit code is 0 if at least so many of a hundred mutants were killed.
 */
final class Scores {
  /** One mutant. */
  private record Mutant(String type, int line, String status, String what) {
    /** As PIT counts it: also one that never ends was noticed. */
    boolean isKilled() {
      return !status.equals("SURVIVED") && !status.equals("NO_COVERAGE");
    }

    /** No test failed: one did not end in time, which on a busy machine may happen by itself. */
    boolean isLate() {
      return status.equals("TIMED_OUT");
    }

    /** The outermost class. */
    String name() {
      return type.replaceAll("\\$.*", "");
    }

    String packageName() {
      return type.substring(0, type.lastIndexOf('.'));
    }
  }

  public static void main(String[] args) throws Exception {
    List<Mutant> mutants = new ArrayList<>();
    for (String file : List.of(args).subList(1, args.length)) {
      read(Path.of(file), mutants);
    }
    mutants.stream()
        .filter(mutant -> !mutant.isKilled())
        .map(mutant -> mutant.type + ":" + mutant.line + " " + mutant.status + ": " + mutant.what)
        .sorted()
        .forEach(System.out::println);
    table("package", by(Mutant::packageName, mutants));
    table("class", by(Mutant::name, mutants));
    System.exit(score(mutants) >= Integer.parseInt(args[0]) ? 0 : 1);
  }

  private static long score(List<Mutant> mutants) {
    return 100 * mutants.stream().filter(Mutant::isKilled).count() / mutants.size();
  }

  private static void read(Path file, List<Mutant> mutants) throws Exception {
    Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    NodeList all = root.getElementsByTagName("mutation");
    IntStream.range(0, all.getLength()).mapToObj(all::item).map(Element.class::cast).map(Scores::mutant).forEach(mutants::add);
  }

  private static Mutant mutant(Element mutation) {
    return new Mutant(
        text(mutation, "mutatedClass"),
        Integer.parseInt(text(mutation, "lineNumber")),
        mutation.getAttribute("status"),
        text(mutation, "mutatedMethod") + ": " + text(mutation, "description"));
  }

  private static String text(Element mutation, String name) {
    return mutation.getElementsByTagName(name).item(0).getTextContent();
  }

  private static Map<String, List<Mutant>> by(Function<Mutant, String> key, List<Mutant> mutants) {
    return mutants.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
  }

  private static void table(String what, Map<String, List<Mutant>> groups) {
    System.out.printf("%n| %s | mutants | killed | of these late | not covered | score |%n|---|---|---|---|---|---|%n", what);
    groups.forEach(Scores::row);
    if (groups.size() > 1) {
      row("all", groups.values().stream().flatMap(List::stream).toList());
    }
  }

  private static void row(String name, List<Mutant> mutants) {
    long killed = mutants.stream().filter(Mutant::isKilled).count();
    long late = mutants.stream().filter(Mutant::isLate).count();
    long uncovered = mutants.stream().filter(mutant -> mutant.status.equals("NO_COVERAGE")).count();
    System.out.printf(
        "| `%s` | %d | %d | %d | %d | %d %% |%n", name, mutants.size(), killed, late, uncovered, score(mutants));
  }
}
