package io.filterport.engine.slots;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What it takes here to wake a thread that sleeps: measured once, beside the first connections, by
 * two threads that wake each other in turn, unless it was told. Until that is done, and where it
 * cannot be done, it is what was found on a virtual machine.
 */
final class WakeCost {
  /** Nanoseconds, for those who know better than a measurement (docs/waiting.md). */
  private static final String TOLD = "io.filterport.wakeNanos";

  /** Of this machine; measured when it is first asked for. */
  static final WakeCost OF_MACHINE = new WakeCost(Long.getLong(TOLD));

  /** Assumed before it is known. */
  static final long ASSUMED_NANOS = 25_000;

  /** A spin must pay for its looks at the clock; a machine that pauses must not make it endless. */
  static final long LEAST_NANOS = 2_500;

  static final long MOST_NANOS = 50_000;

  static final int TURNS = 400;
  static final long LIMIT_NANOS = 100_000_000;

  private static final long MOST_TOLD_NANOS = 1_000_000;

  private final LongSupplier clock;
  private final Consumer<Runnable> elsewhere;
  private final AtomicBoolean begun;
  private volatile long nanos;

  /**
   * Makes one.
   *
   * @param told what it costs, up to a millisecond; null to have it measured
   */
  WakeCost(@Nullable Long told) {
    this(told, System::nanoTime, WakeCost::start);
  }

  /**
   * Makes one that measures by a clock.
   *
   * @param told what it costs, up to a millisecond; null to have it measured
   * @param clock nanoseconds
   * @param elsewhere runs the measurement, which blocks
   */
  WakeCost(@Nullable Long told, LongSupplier clock, Consumer<Runnable> elsewhere) {
    this.clock = clock;
    this.elsewhere = elsewhere;
    begun = new AtomicBoolean(told != null);
    nanos = told == null ? ASSUMED_NANOS : Math.clamp(told, 0, MOST_TOLD_NANOS);
  }

  private static void start(Runnable measurement) {
    Thread.ofPlatform().daemon().name("filterport-wake-cost").start(measurement);
  }

  /** {@return nanoseconds from the call that wakes to the first step of who was woken} */
  long nanos() {
    if (!begun.get() && begun.compareAndSet(false, true)) {
      begin();
    }
    return nanos;
  }

  /** Whoever asks is in the middle of a call, which must not end for this. */
  private void begin() {
    try {
      elsewhere.accept(this::measure);
    } catch (OutOfMemoryError e) {
      // the system gives no thread: what was assumed stays
    }
  }

  private void measure() {
    long began = clock.getAsLong();
    if (new PingPong(Thread.currentThread(), began).isPlayed()) {
      nanos = Math.clamp((clock.getAsLong() - began) / TURNS, LEAST_NANOS, MOST_NANOS);
    }
  }

  /** Two threads, of which one sleeps while it is the other's turn. */
  private final class PingPong {
    private final Thread first;
    private final Thread second =
        Thread.ofPlatform()
            .daemon()
            .name("filterport-wake-cost-partner")
            .unstarted(this::playSecond);

    private final long began;

    /** Turns made; the second thread makes the odd ones. */
    private final AtomicInteger turn = new AtomicInteger();

    PingPong(Thread first, long began) {
      this.first = first;
      this.began = began;
    }

    /** {@return whether all turns were made, and not too slowly} */
    boolean isPlayed() {
      second.start();
      play(0, second);
      return turn.get() == TURNS;
    }

    private void playSecond() {
      play(1, first);
    }

    private void play(int mine, Thread other) {
      while (turn.get() < TURNS && clock.getAsLong() - began < LIMIT_NANOS) {
        if (turn.get() % 2 == mine) {
          int ignored = turn.incrementAndGet();
          LockSupport.unpark(other);
        } else {
          LockSupport.parkNanos(this, LIMIT_NANOS);
        }
      }
    }
  }
}
