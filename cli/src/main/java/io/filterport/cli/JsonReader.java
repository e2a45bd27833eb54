package io.filterport.cli;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value (RFC 8259) from text that anybody may have written. Objects become maps,
 * arrays lists; whole numbers that fit are {@link Long}, others {@link Double}.
 */
final class JsonReader {
  /** Objects and arrays inside each other. */
  static final int MAX_DEPTH = 16;

  private static final int LONGEST_NUMBER = 64;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * {@return the object that a text is}
   *
   * @throws IllegalArgumentException if it is none; the message says where and why
   */
  static Map<String, @Nullable Object> object(String text) {
    JsonReader reader = new JsonReader(text);
    reader.space();
    Map<String, @Nullable Object> object = reader.object(0);
    reader.space();
    if (reader.at < text.length()) {
      throw reader.wrong("more behind the object");
    }
    return object;
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong("more than " + MAX_DEPTH + " levels");
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    expect('{');
    if (endsWith('}')) {
      return members;
    }
    do {
      space();
      String name = string();
      space();
      expect(':');
      space();
      if (members.containsKey(name)) {
        throw wrong("a second member of one name");
      }
      members.put(name, value(depth + 1));
    } while (goesOn('}'));
    return members;
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> items = new ArrayList<>();
    expect('[');
    if (endsWith(']')) {
      return items;
    }
    do {
      space();
      items.add(value(depth + 1));
    } while (goesOn(']'));
    return items;
  }

  private boolean endsWith(char end) {
    space();
    boolean ends = peek() == end;
    at += ends ? 1 : 0;
    return ends;
  }

  private boolean goesOn(char end) {
    space();
    char next = next();
    if (next != ',' && next != end) {
      throw wrong("no comma and no end");
    }
    return next == ',';
  }

  private String string() {
    expect('"');
    int from = at;
    while (peek() != '"' && peek() != '\\') {
      plain();
    }
    if (peek() == '"') {
      return text.substring(from, at++);
    }
    return escaped(new StringBuilder(text.substring(from, at)));
  }

  private String escaped(StringBuilder read) {
    while (peek() != '"') {
      read.append(peek() == '\\' ? escape() : plain());
    }
    at++;
    return read.toString();
  }

  private char plain() {
    char c = next();
    if (c < ' ') {
      throw wrong("a control character in a string");
    }
    return c;
  }

  private char escape() {
    expect('\\');
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw wrong("an escape that there is not");
    };
  }

  private char unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw wrong("no hexadecimal digit");
      }
      unit = unit * 16 + digit;
    }
    return (char) unit;
  }

  private Object number() {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(from, at);
    if (digits.isEmpty() || digits.length() > LONGEST_NUMBER) {
      throw wrong("no value");
    }
    try {
      return isWhole(digits) ? (Object) Long.valueOf(digits) : (Object) Double.valueOf(digits);
    } catch (NumberFormatException e) {
      throw wrong("no number");
    }
  }

  private static boolean isWhole(String digits) {
    if (!digits.matches("-?\\d{1,19}")) {
      return false;
    }
    BigInteger number = new BigInteger(digits);
    return number.bitLength() < Long.SIZE;
  }

  private @Nullable Object word(String word, @Nullable Boolean value) {
    if (!text.startsWith(word, at)) {
      throw wrong("no value");
    }
    at += word.length();
    return value;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      throw wrong("no " + wanted);
    }
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("it ends early");
    }
    return text.charAt(at);
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("character " + Math.min(at, text.length()) + ": " + what);
  }
}
