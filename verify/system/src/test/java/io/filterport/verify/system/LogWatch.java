package io.filterport.verify.system;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What this process logs, and what its threads die of, instead of on the console. */
public final class LogWatch implements AutoCloseable {
  private final Logger logger = Logger.getLogger("io.filterport");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<Throwable> thrown = new CopyOnWriteArrayList<>();
  private final Thread.UncaughtExceptionHandler before =
      Thread.getDefaultUncaughtExceptionHandler();
  private final Handler handler = new Keeper();

  /** Begins to watch. */
  public LogWatch() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> thrown.add(e));
  }

  private final class Keeper extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord record) {
      lines.add(record.getLevel() + " " + formatter.formatMessage(record));
      if (record.getThrown() != null && record.getLevel().intValue() >= Level.WARNING.intValue()) {
        thrown.add(record.getThrown());
      }
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

  /** {@return how many lines contain this} */
  public long count(String text) {
    return lines.stream().filter(line -> line.contains(text)).count();
  }

  /** {@return what was logged with an exception, and what threads died of} */
  public List<Throwable> thrown() {
    return thrown;
  }

  public List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
    Thread.setDefaultUncaughtExceptionHandler(before);
  }
}
