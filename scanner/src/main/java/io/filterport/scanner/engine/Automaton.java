package io.filterport.scanner.engine;

/**
 * Finds any of many patterns with one step per byte (Aho and Corasick, 1975). Immutable once built,
 * so thread-safe; where a search stands is one number that its caller keeps.
 *
 * <p>A state stands for the longest beginning of any pattern with which the bytes so far end.
 * States are numbered breadth first, which buys two things. The children of a state have
 * consecutive numbers, and the children of the next state follow on them: one array of first
 * children and one of labels is the whole tree. And the states near the root, where searches spend
 * their time, have the lowest numbers: the first {@link #MAX_DENSE} have a complete row of 256 next
 * states and cost one look-up per byte. The others look for a child and otherwise go on at their
 * <em>fallback</em>, the state of the longest proper ending that is itself a beginning; over a
 * whole search that is at most two steps per byte.
 *
 * <p>More rows are not faster: from a few MiB on they fall out of the processor's caches, and with
 * 99,000 patterns and random content 65,536 rows were measured at a fifth of the speed of 4,096.
 *
 * <p>Memory: 1 KiB per dense state, 4 MiB at most, and 13 bytes per state, 104 MiB at most with the
 * {@link SignatureFile#MAX_ALL_PATTERN_BYTES} that a signature file may hold.
 */
final class Automaton {

  static final int ROOT = 0;
  static final int NONE = -1;
  static final int ROW = 256;
  static final int MAX_DENSE = 4_096;
  static final int FEW_STARTS = 32;

  private static final int ROW_SHIFT = 8;

  final int dense;

  /** The rows of the dense states; an entry is the next state, or its complement at a match. */
  final int[] rows;

  /** The first child of each state; its children end where those of the next state begin. */
  final int[] firstChild;

  /** The byte that leads to a state from its parent; ascending (unsigned) among siblings. */
  final byte[] labels;

  final int[] fallback;

  /** The number of the longest pattern that ends in a state, or {@link #NONE}. */
  final int[] match;

  Automaton(int states, int maxDense) {
    this.dense = Math.min(states, maxDense);
    this.rows = new int[dense * ROW];
    this.firstChild = new int[states + 1];
    this.labels = new byte[states];
    this.fallback = new int[states];
    this.match = new int[states];
  }

  /** The next state, or its complement if a pattern ends there. */
  int next(int state, byte b) {
    return state < dense ? rows[cell(state, b)] : deepNext(state, b);
  }

  private int deepNext(int state, byte b) {
    int s = state;
    do {
      int child = child(s, Byte.toUnsignedInt(b));
      if (child != NONE) {
        return marked(child);
      }
      s = fallback[s];
    } while (s >= dense);
    return rows[cell(s, b)];
  }

  private int child(int state, int label) {
    int low = firstChild[state];
    int high = firstChild[state + 1] - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int difference = Byte.toUnsignedInt(labels[middle]) - label;
      if (difference == 0) {
        return middle;
      }
      if (difference < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return NONE;
  }

  /** Whether so few bytes leave the root that skipping the others there pays. */
  boolean startsRarely() {
    return firstChild[ROOT + 1] - firstChild[ROOT] <= FEW_STARTS;
  }

  /** The first index from {@code from} whose byte leads away from the root, or {@code to}. */
  int skipFromRoot(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && rows[Byte.toUnsignedInt(bytes[i])] == ROOT) {
      i++;
    }
    return i;
  }

  int marked(int state) {
    return match[state] == NONE ? state : ~state;
  }

  static int unmarked(int state) {
    return state < 0 ? ~state : state;
  }

  static int cell(int state, byte b) {
    return state << ROW_SHIFT | Byte.toUnsignedInt(b);
  }
}
