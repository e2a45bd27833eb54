package io.filterport.engine.slots;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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

  private static final int TURNS = 400;
  private static final long LIMIT_NANOS = 100_000_000;

  private static final long MOST_TOLD_NANOS = 1_000_000;

  private final AtomicBoolean begun;
  private volatile long nanos;

  /**
   * Makes one.
   *
   * @param told what it costs, up to a millisecond; null to have it measured
   */
  WakeCost(@Nullable Long told) {
    begun = new AtomicBoolean(told != null);
    nanos = told == null ? ASSUMED_NANOS : Math.clamp(told, 0, MOST_TOLD_NANOS);
  }

  /** {@return nanoseconds from the call that wakes to the first step of who was woken} */
  long nanos() {
    if (!begun.get() && begun.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("filterport-wake-cost").start(this::measure);
    }
    return nanos;
  }

  private void measure() {
    PingPong game = new PingPong(Thread.currentThread());
    game.partner.start();
    long began = System.nanoTime();
    int turns = game.play(began);
    if (turns == TURNS) {
      nanos = Math.clamp((System.nanoTime() - began) / TURNS, LEAST_NANOS, MOST_NANOS);
    }
  }

  /** Two threads, of which one sleeps while it is the other's turn. */
  private static final class PingPong {
    private final Thread first;
    private final Thread partner =
        Thread.ofPlatform().daemon().name("filterport-wake-cost-partner").unstarted(this::answer);

    /** Turns made; the partner makes the odd ones. */
    private final AtomicInteger turn = new AtomicInteger();

    private volatile boolean over;

    PingPong(Thread first) {
      this.first = first;
    }

    /** {@return the turns made, fewer than all if it took too long} */
    int play(long began) {
      while (turn.get() < TURNS && System.nanoTime() - began < LIMIT_NANOS) {
        if ((turn.get() & 1) == 0) {
          hand(partner);
        } else {
          LockSupport.parkNanos(this, LIMIT_NANOS);
        }
      }
      over = true;
      LockSupport.unpark(partner);
      return turn.get();
    }

    private void answer() {
      while (!over) {
        if ((turn.get() & 1) == 1) {
          hand(first);
        } else {
          LockSupport.parkNanos(this, LIMIT_NANOS);
        }
      }
    }

    private void hand(Thread to) {
      int ignored = turn.incrementAndGet();
      LockSupport.unpark(to);
    }
  }
}
