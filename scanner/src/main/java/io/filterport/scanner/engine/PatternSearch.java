package io.filterport.scanner.engine;

/** One search through bytes that come in pieces. For one thread. */
final class PatternSearch {

  private final Automaton automaton;
  private final int skipState;
  private int state = Automaton.ROOT;

  PatternSearch(Automaton automaton) {
    this.automaton = automaton;
    this.skipState = automaton.startsRarely() ? Automaton.ROOT : Automaton.NONE;
  }

  /**
   * Searches the next piece, up to the first place where a pattern ends.
   *
   * @return the index after the match, whose beginning may lie in an earlier piece; or -1
   */
  int search(byte[] bytes, int length) {
    int s = state;
    for (int i = 0; i < length; i++) {
      if (s == skipState) {
        i = automaton.skipFromRoot(bytes, i, length);
        if (i == length) {
          break;
        }
      }
      s = automaton.next(s, bytes[i]);
      if (s < 0) {
        state = ~s;
        return i + 1;
      }
    }
    state = s;
    return -1;
  }

  /** The number of the longest pattern that ended where the search stopped. */
  int pattern() {
    return automaton.match[state];
  }
}
