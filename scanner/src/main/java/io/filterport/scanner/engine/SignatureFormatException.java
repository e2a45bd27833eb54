package io.filterport.scanner.engine;

import java.io.IOException;

/**
 * A signature file is not as it must be. The message has the form {@code source:line:column: what
 * is wrong; what to write instead}. Nothing was loaded.
 */
public final class SignatureFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Counted from 1. */
  private final int line;

  /** Counted from 1, in characters. */
  private final int column;

  SignatureFormatException(String source, int line, int column, String text) {
    super(source + ":" + line + ":" + column + ": " + text);
    this.line = line;
    this.column = column;
  }

  /** {@return the line, counted from 1} */
  public int line() {
    return line;
  }

  /** {@return the column in characters, counted from 1} */
  public int column() {
    return column;
  }
}
