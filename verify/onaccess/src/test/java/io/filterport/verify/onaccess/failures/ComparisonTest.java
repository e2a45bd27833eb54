package io.filterport.verify.onaccess.failures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a comparison of two guards in a scene")
class ComparisonTest {
  private static final Tally ALLOWED = new Tally(4, 0, 0, 0, Duration.ofMillis(1));
  private static final Tally DENIED = new Tally(0, 4, 0, 0, Duration.ofMillis(1));
  private static final Tally WAITING = new Tally(0, 0, 4, 0, Duration.ofSeconds(20));
  private static final Tally LATE = new Tally(0, 4, 0, 0, Duration.ofSeconds(5));

  private static Comparison of(Tally clean, Tally infected, Tally theirClean, Tally theirInfected) {
    return new Comparison(
        new Result(clean, infected, ""), new Result(theirClean, theirInfected, ""));
  }

  @Test
  @DisplayName("looks first whether EICAR was opened")
  void infected() {
    Comparison better = of(DENIED, DENIED, ALLOWED, ALLOWED);
    assertThat(better.text()).isEqualTo("Filterport: EICAR opened (0, 4)");
    assertThat(better.worse()).isEmpty();
    Comparison worse = of(ALLOWED, ALLOWED, WAITING, WAITING);
    assertThat(worse.text()).isEqualTo("clamonacc: EICAR opened (4, 0)");
    assertThat(worse.worse()).containsExactly("opened EICAR");
  }

  @Test
  @DisplayName("looks then who waits without end")
  void waiting() {
    assertThat(of(LATE, LATE, WAITING, WAITING).text())
        .isEqualTo("Filterport: openers waiting without end (0, 8)");
    Comparison worse = of(WAITING, DENIED, DENIED, DENIED);
    assertThat(worse.text()).isEqualTo("clamonacc: openers waiting without end (4, 0)");
    assertThat(worse.worse()).containsExactly("let openers of clean files wait");
  }

  @Test
  @DisplayName("looks then which clean files were denied: a fault, if nothing was gained by it")
  void clean() {
    Comparison stricter = of(DENIED, DENIED, ALLOWED, DENIED);
    assertThat(stricter.text()).isEqualTo("clamonacc: clean files denied (4, 0)");
    assertThat(stricter.worse()).containsExactly("denied clean files");
    assertThat(of(DENIED, DENIED, ALLOWED, ALLOWED).worse()).isEmpty();
    assertThat(of(DENIED, DENIED, WAITING, WAITING).worse()).isEmpty();
    assertThat(of(DENIED, DENIED, DENIED, DENIED).worse()).isEmpty();
  }

  @Test
  @DisplayName("looks last how long it took, if the difference can be seen")
  void slowest() {
    assertThat(of(LATE, DENIED, DENIED, DENIED).text())
        .isEqualTo("clamonacc: slowest opener (5.0 s, 0.001 s)");
    assertThat(of(ALLOWED, DENIED, ALLOWED, DENIED).text()).isEqualTo("alike");
  }
}
