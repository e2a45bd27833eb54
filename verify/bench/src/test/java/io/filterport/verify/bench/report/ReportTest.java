package io.filterport.verify.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.CsvFile;
import io.filterport.verify.bench.result.Figure;
import io.filterport.verify.bench.result.Measurement;
import io.filterport.verify.bench.result.Percentiles;
import io.filterport.verify.bench.result.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the report")
class ReportTest {
  private static final Case OURS = Case.of("filterport-send");
  private static final Case FLOOR = Case.of("c-spin");

  @TempDir private Path directory;

  @Test
  @DisplayName("shows what was reached, and how to get it again")
  void page() throws Exception {
    Path data = directory.resolve("results");
    CsvFile.write(data.resolve("round-trip.csv"), results());
    curves().write(data.resolve("round-trip.percentiles.csv"));
    Path page = directory.resolve("RESULTS.md");
    Files.write(page, List.of("before", MarkedPage.BEGIN, "old", MarkedPage.END, "after"));
    new Report(page, data).write();
    assertThat(Files.readString(page))
        .startsWith("before\n")
        .endsWith("after\n")
        .doesNotContain("old")
        .contains("÷ C, shared memory, spin | ≤ 2.5x | 2.00, met | not measured |")
        .contains("`verify/bench/run --rows round-trip`")
        .contains("| processor | fast |")
        .contains("| Filterport, client → host | 0.40 |")
        .contains("](results/round-trip.svg)");
    assertThat(titles(data.resolve("round-trip.svg")))
        .contains("Filterport, client → host", "C, shared memory, spin", "99.9 %");
  }

  private static Results results() {
    return new Results(
        Map.of("processor", "fast"),
        List.of(
            Measurement.of(1, OURS, Map.of(Figure.P50, 0.4)),
            Measurement.of(1, FLOOR, Map.of(Figure.P50, 0.2))));
  }

  private static Percentiles curves() {
    return new Percentiles(
        Map.of(
            OURS.toString(), List.of(point(0, 0.3), point(99.5, 7)),
            FLOOR.toString(), List.of(point(0, 0.1), point(99, 0.2))));
  }

  private static Percentiles.Point point(double percentile, double micros) {
    return new Percentiles.Point(percentile, micros);
  }

  private static List<String> titles(Path svg) throws Exception {
    var texts =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(svg.toFile())
            .getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> texts.item(i).getTextContent())
        .toList();
  }

  @Test
  @DisplayName("leaves a page alone that has no place for it")
  void markers() throws IOException {
    Path page = directory.resolve("page.md");
    Files.writeString(page, "nothing but prose\n");
    assertThatThrownBy(() -> MarkedPage.write(page, List.of("new")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(MarkedPage.BEGIN);
    assertThat(page).hasContent("nothing but prose");
  }

  @Test
  @DisplayName("has axes that begin and end with a tick")
  void axis() {
    LogAxis axis = LogAxis.around("µs", 10, List.of(0.12, 47.0), Ticks::plain);
    assertThat(axis.ticks().stream().map(Ticks::plain)).containsExactly("0.1", "1", "10", "100");
    assertThat(axis.place(1)).isBetween(0.333, 0.334);
    assertThat(LogAxis.around("bytes", 4, List.of(16.0, 1024.0), Ticks::amount).ticks()).hasSize(4);
  }

  @Test
  @DisplayName("has short texts at the ticks")
  void ticks() {
    assertThat(Ticks.percentile(1)).isEqualTo("0 %");
    assertThat(Ticks.percentile(1_000)).isEqualTo("99.9 %");
    assertThat(Ticks.amount(1 << 20)).isEqualTo("1 Mi");
    assertThat(Ticks.amount(4_096)).isEqualTo("4 Ki");
    assertThat(Ticks.amount(64)).isEqualTo("64");
  }
}
