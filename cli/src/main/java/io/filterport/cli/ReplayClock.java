package io.filterport.cli;

import java.util.concurrent.TimeUnit;

/** The time in which a recording is played. */
interface ReplayClock {
  /** The machine's. */
  ReplayClock SYSTEM =
      new ReplayClock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(nanos);
        }
      };

  /** {@return the moment; only differences mean something} */
  long nanoTime();

  /** Returns so much later; at once if it is not positive. */
  void sleep(long nanos) throws InterruptedException;
}
