package io.filterport.cli;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The log of this process, as whoever reads it may trust it: what it quotes, such as the name of a
 * file, neither begins a line nor steers a terminal. Formatted as before otherwise.
 */
final class LogLines extends Formatter {
  private final Formatter lines;

  LogLines(Formatter lines) {
    this.lines = lines;
  }

  /** From now on, wherever lines go. */
  static void keepPrintable() {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      Formatter lines = handler.getFormatter();
      if (lines != null && !(lines instanceof LogLines)) {
        handler.setFormatter(new LogLines(lines));
      }
    }
  }

  @Override
  public String format(LogRecord record) {
    Throwable thrown = record.getThrown();
    record.setMessage(Printable.of(String.valueOf(formatMessage(record))));
    record.setParameters(null);
    record.setResourceBundle(null);
    record.setThrown(null);
    StringBuilder text = new StringBuilder(lines.format(record));
    append("", thrown, Collections.newSetFromMap(new IdentityHashMap<>()), text);
    return text.toString();
  }

  /** As {@link Throwable#printStackTrace} does, in which a message may have any number of lines. */
  private static void append(
      String head, @Nullable Throwable thrown, Set<Throwable> seen, StringBuilder text) {
    if (thrown == null || !seen.add(thrown)) {
      return;
    }
    text.append(head).append(Printable.of(thrown.toString())).append(System.lineSeparator());
    for (StackTraceElement frame : thrown.getStackTrace()) {
      text.append("\tat ").append(frame).append(System.lineSeparator());
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      append("Suppressed: ", suppressed, seen, text);
    }
    append("Caused by: ", thrown.getCause(), seen, text);
  }
}
