package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Timeout;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Timeouts on clocks that stand still until they are set. */
class DeadlineTest {
  private static final long SECOND = 1_000_000_000;

  private final Clock clock = new Clock();

  private static final class Clock implements EngineClock {
    long nanos = Long.MAX_VALUE - 5;
    long epoch = 10 * SECOND;

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public long epochNanos() {
      return epoch;
    }
  }

  private Deadline of(Timeout timeout) {
    return Deadline.of(timeout, clock);
  }

  @Test
  void neverAndAtOnce() {
    assertThat(of(Timeout.infinite()).remainingNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(of(Timeout.poll()).remainingNanos()).isZero();
  }

  @Test
  @DisplayName("MAP-08: a span is counted on the monotonic clock, also where that begins again")
  void span() {
    Deadline deadline = of(Timeout.of(Duration.ofNanos(100)));
    assertThat(deadline.remainingNanos()).isEqualTo(100);
    clock.nanos += 40;
    clock.epoch += SECOND;
    assertThat(deadline.remainingNanos()).isEqualTo(60);
    clock.nanos += 60;
    assertThat(deadline.remainingNanos()).isZero();
  }

  @Test
  @DisplayName("MAP-08: a point in time follows the system clock, and no wait for it is long")
  void point() {
    Deadline deadline = of(Timeout.until(Instant.ofEpochSecond(20)));
    assertThat(deadline.remainingNanos()).isEqualTo(SECOND);
    clock.epoch = 20 * SECOND - 100;
    assertThat(deadline.remainingNanos()).isEqualTo(100);
    clock.epoch = 20 * SECOND;
    assertThat(deadline.remainingNanos()).isZero();
    clock.epoch = 21 * SECOND;
    assertThat(deadline.remainingNanos()).isZero();
    clock.epoch = 19 * SECOND;
    assertThat(deadline.remainingNanos()).isEqualTo(SECOND);
  }
}
