package io.filterport.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceTest {
  private static final long REST = Silence.REST_NANOS;

  private final Silence silence = new Silence();

  @Test
  void aServiceRestsWhenTimePassedForAQuestion() {
    assertThat(silence.rests(7)).isFalse();
    silence.ranOut(7);
    assertThat(silence.rests(7 + REST - 1)).isTrue();
    assertThat(silence.rests(7 + REST)).isFalse();
  }

  @Test
  void oneQuestionAloneFindsOutWhetherItAnswersAgain() {
    silence.ranOut(7);
    silence.tried(7 + REST);
    assertThat(silence.rests(7 + REST + 1)).isTrue();
  }

  @Test
  void whoIsHeardOfIsAskedLikeOthers() {
    silence.ranOut(7);
    silence.heard();
    silence.tried(8);
    assertThat(silence.rests(8)).isFalse();
  }
}
