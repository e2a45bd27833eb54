package io.filterport.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureLogTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Lines lines = new Lines();
  private final FailureLog log = new FailureLog(lines, now::get);

  @Test
  void oneLineInEachIntervalAndTheNextCountsTheRest() {
    log.warn("first", null);
    log.warn("second", null);
    now.addAndGet(FailureLog.INTERVAL_NANOS - 1);
    log.warn("third", null);
    now.addAndGet(1);
    log.warn("fourth", null);
    now.addAndGet(FailureLog.INTERVAL_NANOS);
    log.warn("fifth", null);
    assertThat(lines.written)
        .containsExactly("first", "fourth (2 more failures before it)", "fifth");
  }

  private static final class Lines implements System.Logger {
    final List<String> written = new ArrayList<>();

    @Override
    public String getName() {
      return "lines";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String text,
        @Nullable Throwable thrown) {
      written.add(String.valueOf(text));
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... values) {
      written.add(String.valueOf(format));
    }
  }
}
