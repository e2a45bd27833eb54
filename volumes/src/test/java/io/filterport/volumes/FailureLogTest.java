package io.filterport.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FailureLogTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final List<String> said = new ArrayList<>();
  private final FailureLog log = new FailureLog(clock::get, (text, failure) -> said.add(text));

  @Test
  @DisplayName("speaks once a second and says how much it kept to itself, across a clock overflow")
  void oncePerSecond() {
    failAt(0, "first");
    failAt(0, "second");
    failAt(TimeUnit.SECONDS.toNanos(1) - 1, "third");
    assertThat(said).containsExactly("first");
    failAt(1, "fourth");
    failAt(TimeUnit.SECONDS.toNanos(1), "fifth");
    assertThat(said).containsExactly("first", "fourth (and 2 failures before)", "fifth");
  }

  private void failAt(long nanosLater, String text) {
    clock.addAndGet(nanosLater);
    log.failed(text, new IllegalStateException(text));
  }
}
