package io.filterport.scanner.engine;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Splits a signature file into lines, and never holds more than one. For one thread. */
final class SignatureLines {

  static final int MAX_FILE_CHARS = 64 * 1024 * 1024;
  static final int MAX_LINE_CHARS = 8 * 1024;

  private final Reader reader;
  private final String source;
  private final StringBuilder text = new StringBuilder();
  private int line;
  private int total;

  SignatureLines(Reader reader, String source) {
    this.reader = reader;
    this.source = source;
  }

  /** Returns the next line without its end, or null after the last. */
  @Nullable Fields next() throws IOException {
    line++;
    text.setLength(0);
    int c = read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = read()) {
      append((char) c);
    }
    return new Fields(source, line, withoutCarriageReturn());
  }

  private int read() throws IOException {
    int c = reader.read();
    if (c >= 0 && ++total > MAX_FILE_CHARS) {
      throw error("the file is longer than " + MAX_FILE_CHARS + " bytes; remove signatures");
    }
    return c;
  }

  private void append(char c) throws SignatureFormatException {
    if (text.length() == MAX_LINE_CHARS) {
      throw error("the line is longer than " + MAX_LINE_CHARS + " characters; shorten it");
    }
    text.append(c);
  }

  private SignatureFormatException error(String what) {
    return new SignatureFormatException(source, line, text.length() + 1, what);
  }

  private String withoutCarriageReturn() {
    int last = text.length() - 1;
    return last >= 0 && text.charAt(last) == '\r' ? text.substring(0, last) : text.toString();
  }
}
