package io.filterport.verify.bench.report;

import io.filterport.verify.bench.result.Results;
import io.filterport.verify.bench.result.Spread;
import io.filterport.verify.bench.row.Goal;
import io.filterport.verify.bench.row.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was to be reached, and what was. Stateless. */
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
    lines.add("| what | goal | reached | | command |");
    lines.add("|---|---|---|---|---|");
    measured.forEach(
        (row, results) -> row.goals().forEach(goal -> lines.add(line(row, goal, results))));
    return lines;
  }

  private static String line(Row row, Goal goal, Results results) {
    Optional<Spread> reached = goal.reached(results);
    return String.join(
        " | ",
        "| " + row.title() + "; " + goal.text(),
        goal.limitText(),
        reached.map(Spread::text).orElseGet(() -> goal.trouble(results)),
        reached.map(it -> goal.isMetBy(it) ? "met" : "**missed**").orElse(""),
        "`verify/bench/run --rows " + row.name() + "` |");
  }
}
