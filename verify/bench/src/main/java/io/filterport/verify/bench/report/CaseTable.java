package io.filterport.verify.bench.report;

import io.filterport.verify.bench.process.Scheduling;
import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.Figure;
import io.filterport.verify.bench.result.Results;
import io.filterport.verify.bench.result.Spread;
import io.filterport.verify.bench.row.Row;
import io.filterport.verify.bench.row.Titles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every case of a row with its figures. Stateless. */
final class CaseTable {
  /** What tells cases apart beside the peer; only that which differs within the row is shown. */
  private static final Map<String, Function<Case, Object>> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("bytes", Case::size);
    KEYS.put("callers", Case::callers);
    KEYS.put("idle connections", Case::idle);
    KEYS.put("pause, µs", Case::pause);
    KEYS.put("spin, µs", Case::spin);
    KEYS.put("processors", what -> processors(what.scheduling()));
  }

  private CaseTable() {}

  private static String processors(Scheduling scheduling) {
    return switch (scheduling) {
      case DEFAULT -> "all";
      case ONE_CPU -> "one";
      case LOADED -> "loaded";
    };
  }

  static List<String> lines(Row row, Results results) {
    List<Case> cases = results.cases();
    List<String> keys = KEYS.keySet().stream().filter(key -> differs(key, cases)).toList();
    List<Figure> columns =
        row.columns().stream().filter(it -> isThere(it, cases, results)).toList();
    List<String> lines = new ArrayList<>();
    lines.add(head(keys, columns));
    lines.add("|---".repeat(1 + keys.size() + columns.size()) + "|");
    cases.forEach(what -> lines.add(line(what, keys, columns, results)));
    return lines;
  }

  private static Object key(String key, Case what) {
    return KEYS.getOrDefault(key, Case::peer).apply(what);
  }

  private static boolean differs(String key, List<Case> cases) {
    return cases.stream().map(what -> key(key, what)).distinct().count() > 1;
  }

  private static boolean isThere(Figure figure, List<Case> cases, Results results) {
    return cases.stream().anyMatch(what -> results.spread(what, figure).isPresent());
  }

  private static String head(List<String> keys, List<Figure> columns) {
    List<String> cells = new ArrayList<>(List.of("peer"));
    cells.addAll(keys);
    columns.forEach(figure -> cells.add(figure.title()));
    return row(cells);
  }

  private static String line(Case what, List<String> keys, List<Figure> columns, Results results) {
    List<String> cells = new ArrayList<>(List.of(Titles.of(what)));
    keys.forEach(key -> cells.add(key(key, what).toString()));
    Optional<String> trouble = results.trouble(what);
    for (Figure figure : columns) {
      cells.add(results.spread(what, figure).map(Spread::text).orElse(""));
    }
    trouble.ifPresent(text -> cells.set(1 + keys.size(), text));
    return row(cells);
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }
}
