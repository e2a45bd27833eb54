package io.filterport.verify.bench.report;

import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.Figure;
import io.filterport.verify.bench.result.Results;
import io.filterport.verify.bench.row.Row;
import io.filterport.verify.bench.row.Titles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How the time of a round trip changes with callers, sizes, and whatever else a row varies: one
 * line for each peer. Stateless.
 */
final class CurveChart {
  private CurveChart() {}

  static Optional<Chart> of(Row row, Results results) {
    return switch (row.name()) {
      case "callers" -> chart(row, results, "callers", 2, Case::callers);
      case "sizes" -> chart(row, results, "bytes", 4, Case::size);
      case "connections" -> chart(row, results, "idle connections", 10, Case::idle);
      case "pauses" -> chart(row, results, "µs between two", 2, Case::pause);
      case "spins" -> chart(row, results, "µs of spinning", 2, Case::spin);
      default -> Optional.empty();
    };
  }

  private static Optional<Chart> chart(
      Row row, Results results, String xTitle, double base, ToDoubleFunction<Case> x) {
    Map<String, List<Series.Point>> lines = new LinkedHashMap<>();
    for (Case what : results.cases()) {
      if (x.applyAsDouble(what) == 0) {
        continue; // has no place on a logarithmic axis
      }
      results
          .spread(what, Figure.P50)
          .ifPresent(
              micros ->
                  lines
                      .computeIfAbsent(Titles.of(what), title -> new ArrayList<>())
                      .add(new Series.Point(x.applyAsDouble(what), micros.median())));
    }
    List<Series> series =
        lines.entrySet().stream().map(e -> new Series(e.getKey(), e.getValue())).toList();
    return series.isEmpty() ? Optional.empty() : Optional.of(chart(row, series, xTitle, base));
  }

  private static Chart chart(Row row, List<Series> series, String xTitle, double base) {
    return new Chart(
        row.name() + ".svg",
        row.title(),
        LogAxis.around(xTitle, base, Series.xs(series), Ticks::amount),
        LogAxis.around("µs, median", 10, Series.ys(series), Ticks::plain),
        series);
  }
}
