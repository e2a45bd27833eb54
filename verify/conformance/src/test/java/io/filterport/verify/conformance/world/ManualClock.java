package io.filterport.verify.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.engine.slots.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks of a manager that stand still until the test moves them. Safe for use by any thread. */
public final class ManualClock implements EngineClock {
  /** More than one round of a waiting thread: it looks, finds time left, waits and looks again. */
  private static final int LOOKS = 8;

  private final AtomicLong nanos = new AtomicLong(System.nanoTime());
  private final AtomicLong epoch = new AtomicLong(TimeUnit.DAYS.toNanos(20_000));
  private final AtomicLong looks = new AtomicLong();

  @Override
  public long nanoTime() {
    looks.incrementAndGet();
    return nanos.get();
  }

  @Override
  public long epochNanos() {
    looks.incrementAndGet();
    return epoch.get();
  }

  /** Time passes; nobody sets the system clock. */
  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    epoch.addAndGet(time.toNanos());
  }

  /** Somebody sets the system clock; no time passes. */
  public void setSystemClock(Instant when) {
    epoch.set(Duration.between(Instant.EPOCH, when).toNanos());
  }

  public Instant systemTime() {
    return Instant.EPOCH.plusNanos(epoch.get());
  }

  /** It looks at its clock, not once, and goes on waiting. */
  public void leavesWaiting(Background<?> call) {
    long enough = looks.get() + LOOKS;
    Waits.until(() -> looks.get() >= enough || call.isDone());
    assertThat(call.isDone()).isFalse();
  }
}
