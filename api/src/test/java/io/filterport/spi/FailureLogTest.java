package io.filterport.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FailureLogTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final List<String> written = new ArrayList<>();
  private boolean diskIsFull;
  private final FailureLog log = new FailureLog(now::get, this::write);

  private void write(String text, @Nullable Throwable cause) {
    if (diskIsFull) {
      throw new StackOverflowError();
    }
    written.add(text + (cause == null ? "" : ": " + cause.getMessage()));
  }

  private void warnAfter(long nanos, String text) {
    now.addAndGet(nanos);
    log.tell(text, new IllegalStateException("why"));
  }

  @Test
  @DisplayName("writes once a second and counts the rest, across an overflow of the clock")
  void oncePerSecond() {
    warnAfter(0, "first");
    warnAfter(0, "second");
    warnAfter(FailureLog.INTERVAL_NANOS - 1, "third");
    assertThat(written).containsExactly("first: why");
    warnAfter(1, "fourth");
    now.addAndGet(FailureLog.INTERVAL_NANOS);
    log.tell("fifth", null);
    assertThat(written).containsExactly("first: why", "fourth (2 more before it): why", "fifth");
  }

  @Test
  @DisplayName("keeps one caller at most while the sink hangs, and counts the others")
  void sinkHangs() throws InterruptedException {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FailureLog hung =
        new FailureLog(
            now::get,
            (text, cause) -> {
              hanging.countDown();
              awaitUninterrupted(goOn);
              written.add(text);
            });
    Thread kept = Thread.ofPlatform().start(() -> hung.tell("first", null));
    hanging.await();
    now.addAndGet(FailureLog.INTERVAL_NANOS);
    hung.tell("second", null);
    assertThat(written).isEmpty();
    goOn.countDown();
    kept.join();
    hung.tell("third", null);
    assertThat(written).containsExactly("first", "third (1 more before it)");
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("keeps to itself what the sink throws, and counts the line that was not written")
  void sinkFails() {
    diskIsFull = true;
    warnAfter(0, "first");
    warnAfter(0, "second");
    diskIsFull = false;
    warnAfter(FailureLog.INTERVAL_NANOS, "third");
    assertThat(written).containsExactly("third (2 more before it): why");
  }
}
