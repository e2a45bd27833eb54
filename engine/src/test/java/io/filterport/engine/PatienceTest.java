package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How long a worker waits, by a clock that counts how often it is read. */
class PatienceTest {
  private static final long NANOS = 1_000;

  private final AtomicLong clock = new AtomicLong(77);
  private final Patience patience = new Patience(NANOS, clock::getAndIncrement);

  private void free() {
    assertThat(patience.remainingNanos()).isEqualTo(NANOS);
    assertThat(patience.remainingNanos()).isEqualTo(NANOS);
  }

  @Test
  @DisplayName("a wait's first looks are free: the clock is not read")
  void freeLooks() {
    free();
    assertThat(clock).hasValue(77);
    assertThat(patience.remainingNanos()).isEqualTo(NANOS);
    assertThat(clock).hasValue(78);
  }

  @Test
  @DisplayName("from the third look on the time runs, until it is over")
  void runs() {
    free();
    for (long left = NANOS; left >= -1; left--) {
      assertThat(patience.remainingNanos()).isEqualTo(left);
    }
  }

  @Test
  @DisplayName("each wait has the whole time, and free looks of its own")
  void again() {
    free();
    clock.addAndGet(patience.remainingNanos());
    patience.begin();
    freeAgain();
  }

  private void freeAgain() {
    long read = clock.get();
    free();
    assertThat(clock).hasValue(read);
    assertThat(patience.remainingNanos()).isEqualTo(NANOS);
    assertThat(patience.remainingNanos()).isEqualTo(NANOS - 1);
  }
}
