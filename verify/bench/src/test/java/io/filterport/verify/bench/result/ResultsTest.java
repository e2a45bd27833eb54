package io.filterport.verify.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("results")
class ResultsTest {
  private static final Case OURS = Case.of("ours");
  private static final Case THEIRS = Case.of("theirs");

  @Test
  @DisplayName("have medians and extremes")
  void spread() {
    assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(1, 2, 3));
    assertThat(Spread.of(4, 1, 2, 3).median()).isEqualTo(2.5);
    assertThat(Spread.of(1_234.5, 1_000, 2_000).text()).isEqualTo("1,235 (1,000–2,000)");
    assertThat(Spread.of(-0.001).text()).isEqualTo("0");
  }

  @Test
  @DisplayName("take ratios within a round, where both were measured")
  void ratio() {
    Results results = results(new double[] {10, 40, 7}, new double[] {5, 10});
    assertThat(results.ratio(OURS, THEIRS, Figure.P50)).hasValue(new Spread(2, 3, 4));
    assertThat(results.ratio(OURS, THEIRS, Figure.P99)).isEmpty();
    assertThat(results.rounds()).isEqualTo(3);
    assertThat(results.cases()).containsExactly(OURS, THEIRS);
  }

  static Results results(double[] ours, double[] theirs) {
    List<Measurement> all = new ArrayList<>();
    add(all, OURS, ours);
    add(all, THEIRS, theirs);
    return new Results(Map.of(), all);
  }

  private static void add(List<Measurement> all, Case what, double[] micros) {
    for (int i = 0; i < micros.length; i++) {
      all.add(Measurement.of(i + 1, what, Map.of(Figure.P50, micros[i])));
    }
  }
}
