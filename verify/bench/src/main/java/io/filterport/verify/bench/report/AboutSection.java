package io.filterport.verify.bench.report;

import io.filterport.verify.bench.result.Results;
import io.filterport.verify.bench.row.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where and with what it was measured: once for all rows that agree. Stateless. */
final class AboutSection {
  private AboutSection() {}

  static List<String> lines(Map<Row, Results> measured) {
    List<String> lines = new ArrayList<>(List.of("", "## Machine and versions", ""));
    lines.add("| | |");
    lines.add("|---|---|");
    rowsByFact(measured).forEach((fact, rows) -> lines.add(line(fact, rows, measured.size())));
    return lines;
  }

  private record Fact(String name, String value) {}

  private static Map<Fact, List<String>> rowsByFact(Map<Row, Results> measured) {
    Map<Fact, List<String>> rows = new LinkedHashMap<>();
    measured.forEach(
        (row, results) ->
            results
                .about()
                .forEach(
                    (name, value) ->
                        rows.computeIfAbsent(new Fact(name, value), fact -> new ArrayList<>())
                            .add(row.name())));
    return rows;
  }

  private static String line(Fact fact, List<String> rows, int all) {
    String which = rows.size() == all ? "" : " (" + String.join(", ", rows) + ")";
    return "| " + fact.name() + which + " | " + fact.value() + " |";
  }
}
