package io.filterport.cli;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OpenMetrics 1.0 text, read by the grammar and the rules of the standard, as far as they concern
 * counters, gauges and histograms without timestamps and exemplars. For one thread.
 */
final class Exposition {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String VALUE = "[^\\\\\"\n]|\\\\[n\"\\\\]";
  private static final Pattern METADATA = Pattern.compile("# (TYPE|UNIT|HELP) (" + NAME + ") (.*)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(" + NAME + ")(?:\\{((?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:" + VALUE + ")*\",?)*)\\})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:" + VALUE + ")*)\"(,|$)");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private final Map<String, Double> values = new LinkedHashMap<>();
  private final Set<String> families = new HashSet<>();
  private final Map<String, TreeMap<Double, Double>> buckets = new LinkedHashMap<>();
  private String family = "";
  private String type = "";

  private Exposition() {}

  static Exposition parse(String text) {
    Exposition exposition = new Exposition();
    if (!text.endsWith("\n# EOF\n") || text.indexOf("# EOF") != text.length() - 6) {
      throw new AssertionError("no # EOF at the end");
    }
    text.lines().limit(text.lines().count() - 1).forEach(exposition::line);
    exposition.checkHistograms();
    return exposition;
  }

  /** {@return the value of a sample, by its name and its labels in the order of their names} */
  double value(String series) {
    Double value = values.get(series);
    if (value == null) {
      throw new AssertionError(series + " is not in " + values.keySet());
    }
    return value;
  }

  Set<String> families() {
    return families;
  }

  private void line(String line) {
    if (line.startsWith("#")) {
      metadata(matched(METADATA, line));
    } else {
      sample(matched(SAMPLE, line));
    }
  }

  private static Matcher matched(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("not by the grammar: " + line);
    }
    return matcher;
  }

  private void metadata(Matcher line) {
    String name = line.group(2);
    if (line.group(1).equals("TYPE")) {
      if (!families.add(name)) {
        throw new AssertionError("family " + name + " comes twice");
      }
      family = name;
      type = line.group(3);
    } else if (!name.equals(family)) {
      throw new AssertionError(line.group(1) + " of " + name + " within " + family);
    }
    if (line.group(1).equals("UNIT") && !name.endsWith("_" + line.group(3))) {
      throw new AssertionError("the name " + name + " does not end with its unit");
    }
  }

  private void sample(Matcher line) {
    String name = line.group(1);
    String suffix = name.startsWith(family) ? name.substring(family.length()) : "of another family";
    if (!suffixes().contains(suffix)) {
      throw new AssertionError("sample " + name + " within the " + type + " " + family);
    }
    Map<String, String> labels = labels(line.group(2) == null ? "" : line.group(2));
    double value = number(line.group(3));
    if (values.put(name + labels, value) != null) {
      throw new AssertionError(name + labels + " comes twice");
    }
    if (suffix.equals("_bucket")) {
      String bound = labels.remove("le");
      buckets.computeIfAbsent(family + labels, key -> new TreeMap<>()).put(number(bound), value);
    }
    if (!type.equals("gauge") && value < 0) {
      throw new AssertionError(name + labels + " is negative");
    }
  }

  private Set<String> suffixes() {
    return switch (type) {
      case "counter" -> Set.of("_total", "_created");
      case "gauge" -> Set.of("");
      case "histogram" -> Set.of("_bucket", "_count", "_sum", "_created");
      default -> throw new AssertionError("type " + type);
    };
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(text);
    int end = 0;
    while (label.find()) {
      if (label.start() != end || labels.put(label.group(1), label.group(2)) != null) {
        throw new AssertionError("labels " + text);
      }
      end = label.end();
    }
    if (end != text.length() || text.endsWith(",")) {
      throw new AssertionError("labels " + text);
    }
    return labels;
  }

  private static double number(String text) {
    if (text.equals("+Inf")) {
      return Double.POSITIVE_INFINITY;
    }
    matched(NUMBER, text);
    return Double.parseDouble(text);
  }

  private void checkHistograms() {
    buckets.forEach(
        (series, bounds) -> {
          double before = 0;
          for (double count : bounds.values()) {
            if (count < before) {
              throw new AssertionError(series + ": a bucket holds less than a smaller one");
            }
            before = count;
          }
          String counted = series.replaceFirst("\\{", "_count{");
          if (bounds.lastKey() != Double.POSITIVE_INFINITY || value(counted) != before) {
            throw new AssertionError(series + ": the last bucket is not +Inf with the count");
          }
        });
  }
}
