package io.filterport.verify.conformance.world;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the manager of this process logs, for as long as this is open. */
public final class Log implements AutoCloseable {
  private final Logger logger = Logger.getLogger("io.filterport");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler handler = new Keeper();

  public Log() {
    logger.addHandler(handler);
  }

  private final class Keeper extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord record) {
      lines.add(record.getLevel() + " " + formatter.formatMessage(record));
    }

    @Override
    public void flush() {
      // nothing is kept back
    }

    @Override
    public void close() {
      // nothing is open
    }
  }

  /** {@return the lines that have this in them} */
  public List<String> lines(String text) {
    return lines.stream().filter(line -> line.contains(text)).toList();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}
