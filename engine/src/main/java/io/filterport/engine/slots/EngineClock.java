package io.filterport.engine.slots;

import java.time.Instant;

/** The two clocks of timeouts, handed in. */
public interface EngineClock {
  /** The machine's clocks. */
  EngineClock SYSTEM =
      new EngineClock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public long epochNanos() {
          Instant now = Instant.now();
          return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        }
      };

  /** {@return the monotonic clock, for spans} */
  long nanoTime();

  /** {@return the system clock in nanoseconds since 1970, for points in time} */
  long epochNanos();
}
