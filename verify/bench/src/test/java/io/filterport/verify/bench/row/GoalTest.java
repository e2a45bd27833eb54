package io.filterport.verify.bench.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.Figure;
import io.filterport.verify.bench.result.Measurement;
import io.filterport.verify.bench.result.Results;
import io.filterport.verify.bench.result.Spread;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a goal")
class GoalTest {
  private static final Case OURS = Case.of("filterport-send");
  private static final Case THEIRS = Case.of("jdk");

  private final Goal fasterInMedian = Goal.timesFaster(50, THEIRS, Figure.P50, OURS);

  @Test
  @DisplayName("looks at the median")
  void median() {
    assertThat(fasterInMedian.isMetBy(new Spread(40, 50, 60))).isTrue();
    assertThat(fasterInMedian.isMetBy(new Spread(40, 49, 60))).isFalse();
  }

  @Test
  @DisplayName("looks at the worst round where it says so")
  void everyRound() {
    assertThat(fasterInMedian.inEveryRound().isMetBy(new Spread(49, 55, 60))).isFalse();
    assertThat(fasterInMedian.inEveryRound().isMetBy(new Spread(50, 55, 60))).isTrue();
    Goal atMost = Goal.atMost(Figure.IDLE_KIB, OURS, 20).inEveryRound();
    assertThat(atMost.isMetBy(new Spread(1, 2, 21))).isFalse();
    assertThat(atMost.isMetBy(new Spread(1, 2, 20))).isTrue();
  }

  @Test
  @DisplayName("says what it compares")
  void texts() {
    assertThat(fasterInMedian.text()).isEqualTo("p50 µs: JDK Unix sockets ÷ Filterport");
    assertThat(fasterInMedian.inEveryRound().limitText()).isEqualTo("≥ 50x in every round");
    assertThat(Goal.atMost(Figure.IDLE_KIB, OURS, 0.5).limitText()).isEqualTo("≤ 0.5");
  }

  @Test
  @DisplayName("divides what it says")
  void directions() {
    Results results =
        new Results(
            Map.of(),
            List.of(
                Measurement.of(1, OURS, Map.of(Figure.P50, 2.0)),
                Measurement.of(1, THEIRS, Map.of(Figure.P50, 8.0))));
    assertThat(Goal.timesFaster(1, THEIRS, Figure.P50, OURS).reached(results))
        .hasValue(Spread.of(4));
    assertThat(Goal.timesAtMost(1, THEIRS, Figure.P50, OURS).reached(results))
        .hasValue(Spread.of(0.25));
    assertThat(Goal.atMost(Figure.P50, OURS, 1).reached(results)).hasValue(Spread.of(2));
  }

  @Test
  @DisplayName("says why it was not measured")
  void trouble() {
    Results results =
        new Results(
            Map.of(),
            List.of(
                Measurement.of(1, OURS, Map.of(Figure.P50, 1.0)),
                Measurement.without(1, THEIRS, "skipped: no JDK")));
    assertThat(fasterInMedian.reached(results)).isEmpty();
    assertThat(fasterInMedian.trouble(results)).isEqualTo("skipped: no JDK");
  }
}
