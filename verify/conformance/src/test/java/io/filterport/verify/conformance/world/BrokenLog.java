package io.filterport.verify.conformance.world;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Throws at whoever logs in this process, until it is closed. Safe for use by any thread. */
public final class BrokenLog implements AutoCloseable {
  private final Logger logger = Logger.getLogger("io.filterport");
  private final AtomicInteger asked = new AtomicInteger();

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          asked.incrementAndGet();
          throw new IllegalStateException("the disk is full");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  public BrokenLog() {
    logger.addHandler(handler);
  }

  /** {@return lines that were to be written} */
  public int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}
