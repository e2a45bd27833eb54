package io.filterport.cli;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Writes OpenMetrics 1.0 text: one family after the other, the samples of each together. For one
 * thread.
 */
final class OpenMetrics {
  private static final int NANO_DIGITS = 9;

  private final StringBuilder out = new StringBuilder();
  private final Set<String> names = new HashSet<>();

  /** What a family is. */
  enum Type {
    COUNTER("counter"),
    GAUGE("gauge"),
    HISTOGRAM("histogram");

    private final String text;

    Type(String text) {
      this.text = text;
    }
  }

  /** Begins a family. Its unit, if it has one, is the end of its name. */
  void family(String name, Type type, String unit, String help) {
    if (!names.add(name)) {
      throw new IllegalStateException("family " + name + " twice");
    }
    line("# TYPE ", name, type.text);
    if (!unit.isEmpty()) {
      line("# UNIT ", name, unit);
    }
    line("# HELP ", name, escape(help));
  }

  private void line(String what, String name, String text) {
    out.append(what).append(name).append(' ').append(text).append('\n');
  }

  /** Writes a sample with a whole number. */
  void sample(String name, Map<String, String> labels, long value) {
    sample(name, labels, Long.toString(value));
  }

  /** Writes a sample of a span in seconds. */
  void seconds(String name, Map<String, String> labels, long nanos) {
    sample(name, labels, seconds(nanos));
  }

  private void sample(String name, Map<String, String> labels, String value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{');
      for (Iterator<Map.Entry<String, String>> i = labels.entrySet().iterator(); i.hasNext(); ) {
        Map.Entry<String, String> label = i.next();
        out.append(label.getKey()).append("=\"").append(escape(label.getValue())).append('"');
        out.append(i.hasNext() ? "," : "");
      }
      out.append('}');
    }
    out.append(' ').append(value).append('\n');
  }

  /**
   * {@return nanoseconds in seconds, exactly, always with a fraction: so the bounds of buckets have
   * one form}
   */
  static String seconds(long nanos) {
    BigDecimal seconds = BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros();
    return seconds.setScale(Math.max(1, seconds.scale())).toPlainString();
  }

  /** Names of ports and directories can hold anything; the text has to be UTF-8 on one line. */
  static String escape(String text) {
    return Printable.of(text).replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** {@return the text, with its end} */
  String text() {
    return out + "# EOF\n";
  }
}
