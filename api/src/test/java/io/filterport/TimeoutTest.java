package io.filterport;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Timeout.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a LARGE_INTEGER, a span and a point in time mean. */
class TimeoutTest {
  /** Between 1601 and 1970. */
  private static final long EPOCH_UNITS = 116_444_736_000_000_000L;

  private static void assertTimeout(Timeout timeout, Kind kind, long nanos) {
    assertThat(timeout.kind()).as("%s", timeout).isEqualTo(kind);
    assertThat(timeout.nanos()).as("%s", timeout).isEqualTo(nanos);
  }

  @Test
  @DisplayName("MAP-08: positive units count from 1601: Unix milliseconds times 10,000 and the gap")
  void absolute() {
    assertTimeout(Timeout.ofRaw(EPOCH_UNITS), Kind.ABSOLUTE, 0);
    assertTimeout(Timeout.ofRaw(EPOCH_UNITS + 1), Kind.ABSOLUTE, 100);
    assertTimeout(Timeout.ofRaw(EPOCH_UNITS - 1), Kind.ABSOLUTE, -100);
    long millis = 1_700_000_000_123L;
    assertTimeout(Timeout.ofRaw(millis * 10_000 + EPOCH_UNITS), Kind.ABSOLUTE, millis * 1_000_000);
    assertTimeout(Timeout.until(Instant.ofEpochMilli(millis)), Kind.ABSOLUTE, millis * 1_000_000);
    assertTimeout(Timeout.ofRaw(1), Kind.ABSOLUTE, Long.MIN_VALUE);
  }

  @Test
  @DisplayName("MAP-08: negative units are a span, zero polls")
  void relative() {
    assertTimeout(Timeout.ofRaw(-1), Kind.RELATIVE, 100);
    assertTimeout(Timeout.ofRaw(-10_000_000), Kind.RELATIVE, TimeUnit.SECONDS.toNanos(1));
    assertTimeout(Timeout.ofRaw(0), Kind.POLL, 0);
    assertTimeout(Timeout.ofNanos(0), Kind.POLL, 0);
    assertTimeout(Timeout.ofNanos(1), Kind.RELATIVE, 1);
    assertTimeout(Timeout.ofMillis(-1), Kind.POLL, 0);
  }

  @Test
  @DisplayName("MAP-08: extremes are very far, and do not wrap")
  void extremes() {
    long fits = Long.MAX_VALUE / 100;
    assertTimeout(Timeout.ofRaw(-fits), Kind.RELATIVE, fits * 100);
    assertTimeout(Timeout.ofRaw(-fits - 1), Kind.RELATIVE, Long.MAX_VALUE);
    assertTimeout(Timeout.ofRaw(Long.MIN_VALUE + 1), Kind.RELATIVE, Long.MAX_VALUE);
    assertTimeout(Timeout.ofRaw(Long.MIN_VALUE), Kind.RELATIVE, Long.MAX_VALUE);
    assertTimeout(Timeout.ofRaw(Long.MAX_VALUE), Kind.ABSOLUTE, Long.MAX_VALUE);
    assertTimeout(Timeout.ofMillis(Long.MAX_VALUE), Kind.RELATIVE, Long.MAX_VALUE);
    assertTimeout(Timeout.of(Duration.ofSeconds(Long.MAX_VALUE)), Kind.RELATIVE, Long.MAX_VALUE);
    assertTimeout(Timeout.of(Duration.ofSeconds(Long.MIN_VALUE)), Kind.POLL, 0);
    assertTimeout(Timeout.until(Instant.MAX), Kind.ABSOLUTE, Long.MAX_VALUE);
    assertTimeout(Timeout.until(Instant.MIN), Kind.ABSOLUTE, Long.MIN_VALUE);
  }
}
