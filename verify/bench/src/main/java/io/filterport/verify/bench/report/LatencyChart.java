package io.filterport.verify.bench.report;

import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.Percentiles;
import io.filterport.verify.bench.result.Results;
import io.filterport.verify.bench.row.Row;
import io.filterport.verify.bench.row.Titles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How round trips are distributed: one percentile curve for each case of a row. Stateless. */
final class LatencyChart {
  private static final Set<String> ROWS =
      Set.of("round-trip", "throughput", "large", "one-cpu", "loaded");

  /** Less than a clock can tell. */
  private static final double LEAST_MICROS = 0.01;

  /** The last percentile that the picture shows. */
  private static final double LAST = 99.99;

  private LatencyChart() {}

  static Optional<Chart> of(Row row, Results results, Percentiles percentiles) {
    List<Series> series = new ArrayList<>();
    for (Case what : results.cases()) {
      List<Percentiles.Point> curve = percentiles.curves().getOrDefault(what.toString(), List.of());
      if (!curve.isEmpty()) {
        series.add(new Series(Titles.of(what), points(curve)));
      }
    }
    return ROWS.contains(row.name()) && !series.isEmpty()
        ? Optional.of(chart(row, series))
        : Optional.empty();
  }

  private static Chart chart(Row row, List<Series> series) {
    return new Chart(
        row.name() + ".svg",
        row.title(),
        LogAxis.around("so many are no slower", 10, Series.xs(series), Ticks::percentile),
        LogAxis.around("µs", 10, Series.ys(series), Ticks::plain),
        series);
  }

  /** Far right is rare: a place for each further nine. */
  private static List<Series.Point> points(List<Percentiles.Point> curve) {
    return curve.stream()
        .filter(point -> point.percentile() <= LAST)
        .map(
            point ->
                new Series.Point(
                    1 / (1 - point.percentile() / 100), Math.max(point.micros(), LEAST_MICROS)))
        .toList();
  }
}
