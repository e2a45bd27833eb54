package io.filterport.verify.bench.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.verify.bench.result.Case;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the rows")
class RowsTest {
  @Test
  @DisplayName("have names of their own, and peers that exist")
  void peers() {
    assertThat(Rows.all()).extracting(Row::name).doesNotHaveDuplicates();
    assertThat(Rows.all())
        .allSatisfy(
            row ->
                assertThat(row.cases())
                    .doesNotHaveDuplicates()
                    .allSatisfy(what -> assertThat(Titles.of(what)).isNotEmpty()));
  }

  @Test
  @DisplayName("measure what their goals compare")
  void goals() {
    assertThat(Rows.all()).anySatisfy(row -> assertThat(row.goals()).isNotEmpty());
    assertThat(Rows.all())
        .allSatisfy(
            row ->
                assertThat(row.goals())
                    .allSatisfy(goal -> assertThat(row.cases()).containsAll(compared(goal))));
  }

  private static List<Case> compared(Goal goal) {
    return Stream.of(goal.ours(), goal.theirs()).filter(what -> what != null).toList();
  }

  @Test
  @DisplayName("are chosen by name, in their own order")
  void names() {
    assertThat(Rows.named(List.of("large", "round-trip")))
        .extracting(Row::name)
        .containsExactly("round-trip", "large");
    assertThatThrownBy(() -> Rows.named(List.of("rond-trip")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no row rond-trip")
        .hasMessageContaining("round-trip, never-spinning");
  }
}
