package io.filterport.verify.onaccess.failures;

import io.filterport.verify.onaccess.Plan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of all scenes. For use by one thread. */
final class Table {
  private static final List<Plan.Kind> PEERS =
      List.of(Plan.Kind.CLAMONACC, Plan.Kind.CLAMONACC_DENYING);
  private static final List<Plan.Kind> COMPARED = List.of(Plan.Kind.PATTERNS, Plan.Kind.CLAMD);
  private static final List<Plan.Kind> OURS =
      List.of(Plan.Kind.PATTERNS, Plan.Kind.PATTERNS_HELD, Plan.Kind.CLAMD);

  private final Map<Scene, Map<Plan.Kind, Result>> results = new LinkedHashMap<>();
  private final Map<Scene, Map<Plan.Kind, String>> troubles = new LinkedHashMap<>();

  void add(Scene scene, Plan.Kind kind, Result result) {
    results.computeIfAbsent(scene, it -> new EnumMap<>(Plan.Kind.class)).put(kind, result);
  }

  void addTrouble(Scene scene, Plan.Kind kind, String why) {
    troubles.computeIfAbsent(scene, it -> new EnumMap<>(Plan.Kind.class)).put(kind, why);
  }

  /** {@return whether no scene could be played} */
  boolean isEmpty() {
    return results.isEmpty();
  }

  private Optional<Result> result(Scene scene, Plan.Kind kind) {
    return Optional.ofNullable(results.getOrDefault(scene, Map.of()).get(kind));
  }

  private String trouble(Scene scene, Plan.Kind kind) {
    return troubles.getOrDefault(scene, Map.of()).getOrDefault(kind, "");
  }

  private Stream<Scene> scenes() {
    return Stream.concat(results.keySet().stream(), troubles.keySet().stream()).distinct();
  }

  /** {@return the table, a line for each scene} */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("scene", "what is done"));
    Stream.of(Plan.Kind.values()).map(Plan.Kind::title).forEach(head::add);
    eachPair((ours, peer) -> head.add(better(ours, peer)));
    lines.add(row(head));
    lines.add("|---".repeat(head.size()) + "|");
    scenes().map(this::line).forEach(lines::add);
    return lines;
  }

  private String line(Scene scene) {
    List<String> cells = new ArrayList<>(List.of("`" + scene.name() + "`", scene.what()));
    for (Plan.Kind kind : Plan.Kind.values()) {
      cells.add(result(scene, kind).map(Result::text).orElseGet(() -> trouble(scene, kind)));
    }
    eachPair(
        (ours, peer) -> cells.add(compare(scene, ours, peer).map(Comparison::text).orElse("")));
    return row(cells);
  }

  private static void eachPair(BiConsumer<Plan.Kind, Plan.Kind> use) {
    COMPARED.forEach(ours -> PEERS.forEach(peer -> use.accept(ours, peer)));
  }

  private static String better(Plan.Kind ours, Plan.Kind peer) {
    return "better: " + ours.title().replace(", ", " with ") + ", or " + peer.title();
  }

  private Optional<Comparison> compare(Scene scene, Plan.Kind ours, Plan.Kind theirs) {
    return result(scene, ours)
        .flatMap(mine -> result(scene, theirs).map(other -> new Comparison(mine, other)));
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** {@return what must not be, one sentence each} */
  List<String> faults() {
    return scenes().flatMap(scene -> OURS.stream().flatMap(ours -> faults(scene, ours))).toList();
  }

  private Stream<String> faults(Scene scene, Plan.Kind ours) {
    String who = scene.name() + ": " + ours.title() + " ";
    return Stream.of(
            Stream.of(trouble(scene, ours)).filter(it -> it.startsWith(Run.FAILED)),
            result(scene, ours).stream()
                .filter(it -> isJudged(scene, ours) && it.infected().allowed() > 0)
                .map(it -> "opened EICAR, where the verdict is to deny"),
            result(scene, ours).stream()
                .filter(it -> ours.isHeld() && it.waiting() > 0)
                .map(it -> "let openers wait, for whom there is a holder"),
            PEERS.stream().flatMap(peer -> worse(scene, ours, peer)))
        .flatMap(texts -> texts)
        .map(text -> who + text);
  }

  private static boolean isJudged(Scene scene, Plan.Kind ours) {
    return scene.verdict() || ours.isHeld();
  }

  private Stream<String> worse(Scene scene, Plan.Kind ours, Plan.Kind peer) {
    return compare(scene, ours, peer).stream()
        .flatMap(comparison -> comparison.worse().stream())
        .map(text -> text + ", worse than " + peer.title());
  }
}
