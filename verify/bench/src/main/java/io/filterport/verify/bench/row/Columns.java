package io.filterport.verify.bench.row;

import io.filterport.verify.bench.result.Figure;
import java.util.List;

/** Figures that people want to see together. Stateless. */
final class Columns {
  static final List<Figure> LATENCY =
      List.of(
          Figure.P50,
          Figure.P99,
          Figure.P999,
          Figure.PER_SECOND,
          Figure.CALLER_CPU,
          Figure.ANSWERER_CPU);

  private Columns() {}
}
