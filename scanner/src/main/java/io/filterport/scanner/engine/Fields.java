package io.filterport.scanner.engine;

/** A place in one line of a signature file, which moves from field to field. For one thread. */
final class Fields {

  private static final int SHOWN_CHARS = 40;

  private final String source;
  private final int line;
  private final String text;
  private int at;

  Fields(String source, int line, String text) {
    this.source = source;
    this.line = line;
    this.text = text;
  }

  /** Skips blanks; true if no field follows. */
  boolean atEnd() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at == text.length() || text.charAt(at) == '#';
  }

  /** The column, counted from 1, of what comes next. */
  int column() {
    return at + 1;
  }

  /** The next field; if there is none, an error with the text given. */
  String next(String ifMissing) throws SignatureFormatException {
    if (atEnd()) {
      throw error(column(), ifMissing);
    }
    int begin = at;
    while (at < text.length() && !isBlank(text.charAt(at))) {
      at++;
    }
    return text.substring(begin, at);
  }

  /** The next character, which may be a blank; if there is none, an error. */
  char nextChar(String ifMissing) throws SignatureFormatException {
    if (at == text.length()) {
      throw error(column(), ifMissing);
    }
    return text.charAt(at++);
  }

  void requireEnd() throws SignatureFormatException {
    if (!atEnd()) {
      int column = column();
      String more = shown(next(""));
      throw error(column, more + " is too much; end the line, or begin a comment with #");
    }
  }

  SignatureFormatException error(int column, String what) {
    return new SignatureFormatException(source, line, column, what);
  }

  /** A piece of the file in quotes, made harmless for a terminal. */
  static String shown(String piece) {
    StringBuilder shown = new StringBuilder("'");
    piece.chars().limit(SHOWN_CHARS).forEach(c -> appendShown(shown, (char) c));
    return shown.append(piece.length() > SHOWN_CHARS ? "...'" : "'").toString();
  }

  private static void appendShown(StringBuilder shown, char c) {
    if (Shape.isPrintable(c)) {
      shown.append(c);
    } else {
      shown.append(String.format(c <= 0xFF ? "\\x%02x" : "\\u%04x", (int) c));
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
