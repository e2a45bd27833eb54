package io.filterport.verify.bench;

import io.filterport.verify.bench.measure.Meter;
import io.filterport.verify.bench.measure.Sample;
import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.CsvFile;
import io.filterport.verify.bench.result.Figure;
import io.filterport.verify.bench.result.Measurement;
import io.filterport.verify.bench.result.Percentiles;
import io.filterport.verify.bench.result.Results;
import io.filterport.verify.bench.row.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** One row, measured round after round. For use by one thread. */
final class RowRun {
  private final Row row;
  private final Meter meter;
  private final int rounds;
  private final Map<String, String> about;
  private final List<Measurement> measurements = new ArrayList<>();
  private final Map<Case, Histogram> histograms = new LinkedHashMap<>();

  RowRun(Row row, Meter meter, int rounds) {
    this.row = row;
    this.meter = meter;
    this.rounds = rounds;
    this.about = Machine.describe();
  }

  /** {@return whether no case failed} */
  boolean measure() {
    boolean complete = true;
    for (int round = 1; round <= rounds; round++) {
      for (Case what : row.cases()) {
        complete &= measure(round, what);
      }
    }
    return complete;
  }

  private boolean measure(int round, Case what) {
    Optional<String> missing = meter.missing(what);
    if (missing.isPresent()) {
      add(Measurement.without(round, what, "skipped: " + missing.get()));
      return true;
    }
    try {
      Sample sample = meter.measure(what);
      histograms.merge(what, sample.histogram(), RowRun::sum);
      add(Measurement.of(round, what, sample.figures()));
      return true;
    } catch (Exception e) {
      add(Measurement.without(round, what, "failed: " + e.getMessage()));
      return false;
    }
  }

  private static Histogram sum(Histogram some, Histogram more) {
    some.add(more);
    return some;
  }

  private void add(Measurement measurement) {
    measurements.add(measurement);
    System.err.printf(
        "%s %d/%d  %s: %s%n",
        row.name(), measurement.round(), rounds, measurement.what(), text(measurement));
  }

  private String text(Measurement measurement) {
    List<String> texts = new ArrayList<>();
    for (Figure figure : row.columns()) {
      measurement
          .figure(figure)
          .ifPresent(value -> texts.add(figure.title() + " " + Figure.text(value)));
    }
    return measurement.trouble() + String.join(", ", texts);
  }

  void write(Path directory) throws IOException {
    CsvFile.write(directory.resolve(row.name() + ".csv"), new Results(about, measurements));
    histograms.values().removeIf(histogram -> histogram.getTotalCount() == 0);
    if (!histograms.isEmpty()) {
      Percentiles.of(histograms).write(directory.resolve(row.name() + ".percentiles.csv"));
    }
  }
}
