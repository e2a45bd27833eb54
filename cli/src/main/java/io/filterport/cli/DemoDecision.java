package io.filterport.cli;

/**
 * A decision about a file. Immutable.
 *
 * @param micros how long it took
 * @param outcome what counts
 * @param path of the file
 */
record DemoDecision(long micros, Outcome outcome, String path) {
  private static final String WORD = "decision";

  /** What counts. */
  enum Outcome {
    ALLOWED,
    DENIED,
    /** Nobody answered: the volume's default verdict. */
    DEFAULT,
    /** The volume was not asked. */
    NONE
  }

  /** {@return a line that {@link #parse} reads in another process} */
  String line() {
    return WORD + " " + micros + " " + outcome + " " + path;
  }

  static boolean isLine(String line) {
    return line.startsWith(WORD + " ");
  }

  static DemoDecision parse(String line) {
    String[] parts = line.split(" ", 4);
    return new DemoDecision(Long.parseLong(parts[1]), Outcome.valueOf(parts[2]), parts[3]);
  }
}
