package io.filterport.scanner.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Builds an {@link Automaton} from sorted patterns. For one thread.
 *
 * <p>In sorted order, the patterns beneath a state are a range. Each state in turn, in the order of
 * its number, splits its range by the next byte, and each part becomes a child. The fallback of a
 * child is nearer to the root than the child, so it is complete when it is needed.
 */
final class AutomatonBuilder {

  private final byte[][] patterns;
  private final int[] numbers;
  private final Automaton automaton;
  private final int[] low;
  private final int[] high;
  private int made = 1;

  private AutomatonBuilder(List<byte[]> unsorted, int maxDense) {
    this.numbers = sorted(unsorted);
    this.patterns = IntStream.of(numbers).mapToObj(unsorted::get).toArray(byte[][]::new);
    int states = countStates();
    this.automaton = new Automaton(states, maxDense);
    this.low = new int[states];
    this.high = new int[states];
  }

  /** Builds; a match tells a pattern's index in the list, the first of those that are equal. */
  static Automaton build(List<byte[]> patterns, int maxDense) {
    return new AutomatonBuilder(patterns, maxDense).build();
  }

  private static int[] sorted(List<byte[]> patterns) {
    return IntStream.range(0, patterns.size())
        .boxed()
        .sorted(Comparator.comparing(patterns::get, Arrays::compareUnsigned))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private int countStates() {
    int states = 1;
    byte[] previous = {};
    for (byte[] pattern : patterns) {
      int common = Arrays.mismatch(previous, pattern);
      states += common < 0 ? 0 : pattern.length - common;
      previous = pattern;
    }
    return states;
  }

  private Automaton build() {
    automaton.match[Automaton.ROOT] = Automaton.NONE;
    high[Automaton.ROOT] = patterns.length;
    int depth = 0;
    int levelEnd = made;
    for (int state = 0; state < low.length; state++) {
      if (state == levelEnd) {
        depth++;
        levelEnd = made;
      }
      expand(state, depth);
    }
    automaton.firstChild[low.length] = made;
    return automaton;
  }

  private void expand(int state, int depth) {
    automaton.firstChild[state] = made;
    startRow(state);
    int i = low[state];
    while (i < high[state] && patterns[i].length == depth) {
      i++;
    }
    while (i < high[state]) {
      i = addChild(state, depth, i);
    }
  }

  private void startRow(int state) {
    if (state != Automaton.ROOT && state < automaton.dense) {
      int from = automaton.fallback[state] * Automaton.ROW;
      System.arraycopy(automaton.rows, from, automaton.rows, state * Automaton.ROW, Automaton.ROW);
    }
  }

  /** Adds the child for the patterns from {@code from} on that share a byte; returns their end. */
  private int addChild(int parent, int depth, int from) {
    byte label = patterns[from][depth];
    int child = made++;
    low[child] = from;
    high[child] = endOf(label, depth, from, high[parent]);
    automaton.labels[child] = label;
    automaton.fallback[child] = fallback(parent, label);
    boolean ends = patterns[from].length == depth + 1;
    automaton.match[child] = ends ? numbers[from] : automaton.match[automaton.fallback[child]];
    if (parent < automaton.dense) {
      automaton.rows[Automaton.cell(parent, label)] = automaton.marked(child);
    }
    return high[child];
  }

  private int endOf(byte label, int depth, int from, int to) {
    int end = from + 1;
    while (end < to && patterns[end][depth] == label) {
      end++;
    }
    return end;
  }

  private int fallback(int parent, byte label) {
    return parent == Automaton.ROOT
        ? Automaton.ROOT
        : Automaton.unmarked(automaton.next(automaton.fallback[parent], label));
  }
}
