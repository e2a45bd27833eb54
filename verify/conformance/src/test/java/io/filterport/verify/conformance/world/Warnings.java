package io.filterport.verify.conformance.world;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a manager of this process warns of, until it is closed. Safe for use by any thread. */
public final class Warnings implements AutoCloseable {
  private final Logger logger = Logger.getLogger("io.filterport");
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
            lines.add(new SimpleFormatter().formatMessage(line));
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  public Warnings() {
    logger.addHandler(handler);
  }

  /** {@return the warnings so far} */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}
