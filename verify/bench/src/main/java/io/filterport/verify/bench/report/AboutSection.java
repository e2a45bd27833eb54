package io.filterport.verify.bench.report;

import io.filterport.verify.bench.result.Results;
import io.filterport.verify.bench.row.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where and with what it was measured: once what all rows agree on, the rest beside each row.
 *
 * @param all of the rows
 */
record AboutSection(Collection<Results> all) {
  static AboutSection of(Map<Row, Results> measured) {
    return new AboutSection(measured.values());
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(List.of("", "## Machine and versions", ""));
    lines.add("| | |");
    lines.add("|---|---|");
    all.stream()
        .limit(1)
        .flatMap(results -> results.about().entrySet().stream())
        .filter(this::isCommon)
        .forEach(fact -> lines.add("| " + fact.getKey() + " | " + fact.getValue() + " |"));
    return lines;
  }

  /** {@return what is special about a row} */
  String of(Results results) {
    return results.about().entrySet().stream()
        .filter(fact -> !isCommon(fact))
        .map(fact -> fact.getKey() + ": " + fact.getValue())
        .collect(Collectors.joining("; "));
  }

  private boolean isCommon(Map.Entry<String, String> fact) {
    return all.stream().allMatch(results -> results.about().entrySet().contains(fact));
  }
}
