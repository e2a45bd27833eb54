package io.filterport.security;

import io.filterport.FilterPortException;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of an SDDL text that knows where it stands, for errors. Immutable.
 *
 * @param source the whole text
 * @param from where the piece begins
 * @param to where it ends, exclusive
 */
record Piece(String source, int from, int to) {
  private static final int WORD = 2;

  static Piece of(String text) {
    return new Piece(text, 0, text.length());
  }

  String text() {
    return source.substring(from, to);
  }

  String upper() {
    return Sddl.upper(text());
  }

  boolean isEmpty() {
    return from == to;
  }

  /** The piece without white space at its ends. */
  Piece strip() {
    int begin = from;
    int end = to;
    while (begin < end && Sddl.isSpace(source.charAt(begin))) {
      begin++;
    }
    while (begin < end && Sddl.isSpace(source.charAt(end - 1))) {
      end--;
    }
    return new Piece(source, begin, end);
  }

  /** What is between the first and the last character; the whole if they are not these. */
  Piece inside(char open, char close) {
    boolean enclosed = !isEmpty() && source.charAt(from) == open && source.charAt(to - 1) == close;
    return enclosed ? new Piece(source, from + 1, to - 1) : this;
  }

  /** The pieces between the separators, each without white space at its ends. */
  List<Piece> split(char separator) {
    List<Piece> pieces = new ArrayList<>();
    int begin = from;
    for (int end = next(separator, begin); end < to; end = next(separator, begin)) {
      pieces.add(new Piece(source, begin, end).strip());
      begin = end + 1;
    }
    pieces.add(new Piece(source, begin, to).strip());
    return pieces;
  }

  private int next(char separator, int begin) {
    int at = source.indexOf(separator, begin);
    return at < 0 ? to : Math.min(at, to);
  }

  /** Two letters each; white space may stand between them, and the last may be one letter. */
  List<Piece> words() {
    List<Piece> words = new ArrayList<>();
    Piece rest = strip();
    while (!rest.isEmpty()) {
      int end = Math.min(rest.from + WORD, rest.to);
      words.add(new Piece(source, rest.from, end));
      rest = new Piece(source, end, rest.to).strip();
    }
    return words;
  }

  FilterPortException refusal(String what, String advice) {
    return Sddl.invalid("SDDL at character " + (from + 1) + ": " + what, advice);
  }

  /** The piece in quotation marks. */
  @Override
  public String toString() {
    return Sddl.quote(text());
  }
}
