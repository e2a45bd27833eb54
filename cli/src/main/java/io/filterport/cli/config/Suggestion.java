package io.filterport.cli.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody may have meant who wrote a word that is not known. Stateless. */
final class Suggestion {
  private static final int MOST_EDITS = 3;

  private Suggestion() {}

  /** {@return a question to append, or nothing if no known word is near} */
  static String of(String written, Collection<String> known) {
    return nearest(written, known).map(word -> "; did you mean '" + word + "'?").orElse("");
  }

  static Optional<String> nearest(String written, Collection<String> known) {
    return known.stream()
        .filter(word -> distance(written, word) <= limit(written))
        .min(Comparator.comparingInt(word -> distance(written, word)));
  }

  /** Of a short word nearly every other one is few edits away. */
  private static int limit(String written) {
    return Math.min(MOST_EDITS, Math.max(1, written.length() / 3));
  }

  /** Levenshtein's: insertions, deletions and replacements, row by row. */
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      row = next(row, i, from.charAt(i - 1), to);
    }
    return row[to.length()];
  }

  private static int[] next(int[] before, int i, char letter, String to) {
    int[] row = new int[before.length];
    row[0] = i;
    for (int j = 1; j < row.length; j++) {
      int replaced = before[j - 1] + (letter == to.charAt(j - 1) ? 0 : 1);
      row[j] = Math.min(replaced, Math.min(before[j], row[j - 1]) + 1);
    }
    return row;
  }
}
