package io.filterport.verify.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Races that show something, and races that show nothing. */
class RaceTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private static int rounds(Duration patience, IntPredicate outcome) {
    Race race = new Race(10, patience);
    int rounds = 0;
    while (race.goesOn()) {
      race.ended(outcome.test(rounds++));
    }
    return rounds;
  }

  @Test
  @DisplayName("a race that ended both ways ends after the rounds that it has at least")
  void bothWays() {
    assertThat(rounds(Duration.ZERO, round -> round % 2 == 0)).isEqualTo(10);
  }

  @Test
  @DisplayName("a race that ended in one way goes on until it ends in the other")
  void goesOn() {
    assertThat(rounds(LONG, round -> round == 33)).isEqualTo(34);
    assertThat(rounds(LONG, round -> round != 33)).isEqualTo(34);
  }

  @Test
  @DisplayName("a race that ends in one way only shows nothing, and fails")
  void oneWay() {
    assertThatThrownBy(() -> rounds(Duration.ZERO, round -> true))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> rounds(Duration.ZERO, round -> false))
        .isInstanceOf(AssertionError.class);
  }
}
