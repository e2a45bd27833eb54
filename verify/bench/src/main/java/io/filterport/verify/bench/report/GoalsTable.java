package io.filterport.verify.bench.report;

import io.filterport.verify.bench.result.Results;
import io.filterport.verify.bench.result.Spread;
import io.filterport.verify.bench.row.Direction;
import io.filterport.verify.bench.row.Goal;
import io.filterport.verify.bench.row.Row;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was to be reached, and what was: one line for both directions. Stateless. */
final class GoalsTable {
  private GoalsTable() {}

  static List<String> lines(Map<Row, Results> measured) {
    List<String> lines = new ArrayList<>();
    lines.add("## Goals");
    lines.add("");
    lines.add(
        "Ratios are taken within each round; what is shown is the median of the rounds, with");
    lines.add("the least and the most.");
    lines.add("");
    lines.add("| what | goal | " + directions(Direction::title) + " | command |");
    lines.add("|---|---|---|---|---|");
    measured.forEach((row, results) -> lines.addAll(lines(row, results)));
    return lines;
  }

  private static String directions(Function<Direction, String> text) {
    return Stream.of(Direction.values()).map(text).collect(Collectors.joining(" | "));
  }

  private record Line(String what, String limit) {}

  private static List<String> lines(Row row, Results results) {
    Map<Line, Map<Direction, String>> lines = new LinkedHashMap<>();
    for (Goal goal : row.goals()) {
      lines
          .computeIfAbsent(
              new Line(row.title() + "; " + goal.text(), goal.limitText()),
              line -> new EnumMap<>(Direction.class))
          .put(Direction.of(goal.ours()), verdict(goal, results));
    }
    return lines.entrySet().stream().map(e -> line(e.getKey(), e.getValue(), row)).toList();
  }

  private static String line(Line line, Map<Direction, String> verdicts, Row row) {
    return String.join(
        " | ",
        "| " + line.what(),
        line.limit(),
        directions(direction -> verdicts.getOrDefault(direction, "")),
        "`verify/bench/run --rows " + row.name() + "` |");
  }

  private static String verdict(Goal goal, Results results) {
    Optional<Spread> reached = goal.reached(results);
    return reached
        .map(it -> it.text() + (goal.isMetBy(it) ? ", met" : ", **missed**"))
        .orElseGet(() -> goal.trouble(results));
  }
}
