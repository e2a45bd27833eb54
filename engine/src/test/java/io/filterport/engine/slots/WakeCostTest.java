package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a wake costs, by a clock that the test sets. */
class WakeCostTest {
  private static final long BEGAN = 5_000_000_000L;

  private final List<Runnable> measurements = new ArrayList<>();

  /** A clock that says when a measurement began, and from then on when it ended. */
  private static LongSupplier after(long nanos) {
    AtomicInteger readings = new AtomicInteger();
    return () -> readings.getAndIncrement() == 0 ? BEGAN : BEGAN + nanos;
  }

  /** {@return what is known when a measurement is over whose turns took so long together} */
  private long measured(long nanos) {
    WakeCost cost = new WakeCost(null, after(nanos), measurements::add);
    assertThat(cost.nanos()).as("before").isEqualTo(WakeCost.ASSUMED_NANOS);
    measurements.removeFirst().run();
    return cost.nanos();
  }

  @Test
  @DisplayName("what was told is not measured")
  void told() {
    WakeCost cost = new WakeCost(7L, after(0), measurements::add);
    assertThat(cost.nanos()).isEqualTo(7);
    assertThat(measurements).isEmpty();
  }

  @Test
  @DisplayName("the first who asks begins the measurement, and nobody else does")
  void once() {
    WakeCost cost = new WakeCost(null, after(0), measurements::add);
    assertThat(measurements).isEmpty();
    assertThat(List.of(cost.nanos(), cost.nanos())).containsOnly(WakeCost.ASSUMED_NANOS);
    assertThat(measurements).hasSize(1);
  }

  @Test
  @DisplayName("two threads wake each other in turn, and a wake costs what a turn took")
  void turns() {
    assertThat(measured(WakeCost.TURNS * 12_345L)).isEqualTo(12_345);
  }

  @Test
  @DisplayName("no machine is so fast that a spin is not worth its looks at the clock")
  void least() {
    assertThat(measured(WakeCost.TURNS)).isEqualTo(WakeCost.LEAST_NANOS);
  }

  @Test
  @DisplayName("no machine is so slow that a spin lasts longer than the most")
  void most() {
    assertThat(measured(WakeCost.LIMIT_NANOS - 1)).isEqualTo(WakeCost.MOST_NANOS);
  }

  @Test
  @DisplayName("a game that takes too long is given up, and what was assumed stays")
  void limit() {
    assertThat(measured(WakeCost.LIMIT_NANOS)).isEqualTo(WakeCost.ASSUMED_NANOS);
  }

  @Test
  @DisplayName("where no thread can be made for it what was assumed stays, and no call ends for it")
  void noThread() {
    WakeCost cost =
        new WakeCost(
            null,
            after(0),
            measurement -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    assertThatCode(cost::nanos).doesNotThrowAnyException();
    assertThat(cost.nanos()).isEqualTo(WakeCost.ASSUMED_NANOS);
  }
}
