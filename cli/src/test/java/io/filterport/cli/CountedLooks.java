package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** One of the looks of a watchdog, which finds nothing wrong. */
final class CountedLooks implements BooleanSupplier {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AtomicInteger looks = new AtomicInteger();

  @Override
  public boolean getAsBoolean() {
    return looks.incrementAndGet() > 0;
  }

  /** Fails if the service manager still hears that all is well, which something is not by now. */
  void requireSilence(NotifySocket socket) throws Exception {
    awaitTwoMore();
    socket.drain();
    awaitTwoMore();
    assertThat(socket.isEmpty()).isTrue();
  }

  /** The look that was under way has ended, and its news has been sent. */
  private void awaitTwoMore() throws Exception {
    int before = looks.get();
    Eventually.holds("two looks", PATIENCE, () -> looks.get() >= before + 2);
  }
}
