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

  /** Insertions, deletions, replacements, and letters that changed places, row by row. */
  static int distance(String from, String to) {
    int[][] rows = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : least(rows, from, i, to, j);
      }
    }
    return rows[from.length()][to.length()];
  }

  private static int least(int[][] rows, String from, int i, String to, int j) {
    int replaced = rows[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
    return areSwapped(from, i, to, j) ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
  }

  private static boolean areSwapped(String from, int i, String to, int j) {
    return i > 1
        && j > 1
        && from.charAt(i - 1) == to.charAt(j - 2)
        && from.charAt(i - 2) == to.charAt(j - 1);
  }
}
