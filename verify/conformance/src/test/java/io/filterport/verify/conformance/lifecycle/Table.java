package io.filterport.verify.conformance.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of {@code docs/lifecycle.md}: what is written there is what the tests demand. Immutable.
 *
 * @param columns the titles of all columns but the first
 * @param rows the cells by the title of their line, in the columns' order
 */
record Table(List<String> columns, Map<String, List<String>> rows) {
  private static final Path DOCUMENT = Path.of("..", "..", "docs", "lifecycle.md");

  /** {@return the table whose first column has this title} */
  static Table of(String firstColumn) {
    List<List<String>> lines = lines(firstColumn);
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (List<String> cells : lines.subList(2, lines.size())) {
      rows.put(cells.getFirst(), cells.subList(1, cells.size()));
    }
    List<String> head = lines.getFirst();
    return new Table(head.subList(1, head.size()), rows);
  }

  private static List<List<String>> lines(String firstColumn) {
    List<List<String>> lines = new ArrayList<>();
    for (String line : read()) {
      boolean begins = line.startsWith("| " + firstColumn + " |");
      if (begins || (!lines.isEmpty() && line.startsWith("|"))) {
        lines.add(cells(line));
      } else if (!lines.isEmpty()) {
        return lines;
      }
    }
    return lines;
  }

  private static List<String> read() {
    try {
      return Files.readAllLines(DOCUMENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  /** {@return a cell; a missing one is a failure} */
  String cell(String row, String column) {
    List<String> cells = rows.get(row);
    int index = columns.indexOf(column);
    if (cells == null || index < 0 || index >= cells.size() || cells.get(index).isEmpty()) {
      throw new AssertionError(DOCUMENT + " says nothing of " + row + ", " + column);
    }
    return cells.get(index);
  }
}
