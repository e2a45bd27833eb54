package io.filterport.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Records as aligned columns of printable values under a heading, for people. */
final class Table {
  private static final String GAP = "  ";

  private Table() {}

  static List<String> lines(List<? extends Map<String, ?>> records) {
    if (records.isEmpty()) {
      return List.of();
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(records.get(0).keySet().stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    for (Map<String, ?> record : records) {
      rows.add(record.values().stream().map(Table::text).toList());
    }
    return rows.stream().map(row -> line(row, widths(rows))).toList();
  }

  private static String text(Object value) {
    return OutputFormat.shown(
        value instanceof Iterable<?> items ? String.join(",", texts(items)) : value);
  }

  private static List<String> texts(Iterable<?> items) {
    List<String> texts = new ArrayList<>();
    items.forEach(item -> texts.add(String.valueOf(item)));
    return texts;
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(OutputFormat.pad(row.get(i), widths[i])).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
