package io.filterport.verify.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.verify.bench.process.Scratch;
import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes, too short for numbers: that every peer answers, and nothing is left behind. */
@DisplayName("two processes")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class PairMeterTest {
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final int LIMIT_SECONDS = 250;
  private static final Timing MOMENT =
      new Timing(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(20));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filterport-send",
        "filterport-message",
        "filterport-message-queue",
        "filterport-message-service",
        "jdk",
        "aeron-backoff-mtu",
        "grpc",
        "c-spin",
        "c-futex"
      })
  @DisplayName("ask and answer")
  void peers(String peer) throws Exception {
    Sample sample = measure(Case.of(peer).size(4_096), PairMeter.Extra.NONE);
    assertThat(sample.histogram().getTotalCount()).isPositive();
    assertThat(sample.figures())
        .containsKeys(Figure.P50, Figure.PER_SECOND, Figure.CALLER_CPU, Figure.ANSWERER_BYTES);
    assertThat(sample.figures().get(Figure.P50)).isPositive();
  }

  @Test
  @DisplayName("hold idle connections")
  void idle() throws Exception {
    Sample sample = measure(Case.of("filterport-send").idle(100), PairMeter.Extra.IDLE_CONNECTIONS);
    assertThat(sample.figures()).containsKeys(Figure.IDLE_KIB, Figure.IDLE_CPU_PERCENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"filterport-message-queue", "aeron-backoff"})
  @DisplayName("have several callers, whose answers do not mix")
  void callers(String peer) throws Exception {
    Sample sample = measure(Case.of(peer).callers(3), PairMeter.Extra.NONE);
    assertThat(sample.histogram().getTotalCount()).isGreaterThanOrEqualTo(3);
  }

  @Test
  @DisplayName("that cannot do what is asked of them fail, and are gone")
  void failure() {
    assertThatThrownBy(() -> measure(Case.of("grpc").idle(3), PairMeter.Extra.IDLE_CONNECTIONS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("idle 3");
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  private static Sample measure(Case what, PairMeter.Extra extra) throws Exception {
    Path target = HOME.resolve("target/scratch");
    try (Scratch scratch = new Scratch(target)) {
      PairMeter meter = new PairMeter(scratch, HOME, LIMIT_SECONDS, MOMENT, extra);
      meter.missing(what).ifPresent(reason -> assumeTrue(false, reason));
      return meter.measure(what);
    } finally {
      assertThat(target).isEmptyDirectory();
    }
  }
}
