package io.filterport.verify.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.bench.peer.Waiting;
import io.filterport.verify.bench.process.Scheduling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("raw data")
class FilesTest {
  private static final Case WHAT =
      Case.of("jdk").waiting(Waiting.NEVER).scheduling(Scheduling.ONE_CPU).size(16).callers(2);

  @TempDir private Path directory;

  @Test
  @DisplayName("is read as it was written")
  void figures() throws IOException {
    Results results =
        new Results(
            Map.of("machine", "a: b, c"),
            List.of(
                Measurement.of(1, WHAT, Map.of(Figure.P50, 1.5, Figure.IDLE_KIB, 20.25)),
                Measurement.without(2, WHAT.idle(7), "skipped: no taskset")));
    Path file = directory.resolve("row.csv");
    CsvFile.write(file, results);
    assertThat(CsvFile.read(file)).isEqualTo(results);
  }

  @Test
  @DisplayName("keeps its columns whatever went wrong")
  void trouble() throws IOException {
    Path file = directory.resolve("row.csv");
    Measurement broken = Measurement.without(1, WHAT, "failed: a, b\nc");
    CsvFile.write(file, new Results(Map.of(), List.of(broken)));
    assertThat(CsvFile.read(file).trouble(WHAT)).hasValue("failed: a; b c");
  }

  @Test
  @DisplayName("may be missing")
  void nothing() throws IOException {
    assertThat(CsvFile.read(directory.resolve("none.csv")).isEmpty()).isTrue();
    assertThat(Percentiles.read(directory.resolve("none.csv")).curves()).isEmpty();
  }

  @Test
  @DisplayName("has the curves of histograms, in microseconds, as far as there are enough")
  void percentiles() throws IOException {
    Histogram histogram = new Histogram(3);
    for (int i = 1; i <= 1_000; i++) {
      histogram.recordValue(i * 1_000L);
    }
    Percentiles written = Percentiles.of(Map.of(WHAT, histogram));
    Path file = directory.resolve("row.percentiles.csv");
    written.write(file);
    Percentiles read = Percentiles.read(file);
    assertThat(read).isEqualTo(written);
    List<Percentiles.Point> curve = read.curves().get(WHAT.toString());
    assertThat(curve.getFirst().percentile()).isZero();
    assertThat(curve.getLast().percentile()).isBetween(98.9, 99.1);
    assertThat(curve.getLast().micros()).isBetween(985.0, 995.0);
  }
}
