package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("pauses of the spy")
class BackOffTest {
  @Test
  @DisplayName("grow to a quarter second, and begin anew with the next record")
  void grow() {
    BackOff pause = new BackOff(SpyCommand.FIRST_PAUSE_MILLIS, SpyCommand.LONGEST_PAUSE_MILLIS);
    assertThat(LongStream.generate(pause::nextMillis).limit(8))
        .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 250L, 250L);
    pause.reset();
    assertThat(pause.nextMillis()).isEqualTo(5);
  }
}
