package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.regex.Pattern;

/** What all readers of descriptor text share: how they refuse, and how they read characters. */
final class Sddl {
  /** What the readers of numbers return for anything that is not such a number. */
  static final long NOT_A_NUMBER = -1;

  static final long MAX_32_BITS = 0xFFFF_FFFFL;

  private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9A-Fa-f]{1,12}");
  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,14}");
  private static final Pattern OCTAL = Pattern.compile("0[0-7]{1,15}");
  private static final int QUOTED_CHARACTERS = 60;
  private static final int CASE = 'a' - 'A';

  private Sddl() {}

  static FilterPortException invalid(String what, String advice) {
    return new FilterPortException(what, NtStatus.INVALID_SECURITY_DESCR, advice);
  }

  /** The text in quotation marks: shortened, and nothing in it that could upset a terminal. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().limit(QUOTED_CHARACTERS).forEach(c -> quoted.append(visible(c)));
    return quoted.append(text.length() > QUOTED_CHARACTERS ? "…\"" : "\"").toString();
  }

  private static String visible(int c) {
    return c >= ' ' && c <= '~' ? Character.toString(c) : String.format("\\u%04x", c);
  }

  /** Blank, tab and the ends of lines, no other character that some standard calls a space. */
  static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  /**
   * The text with a…z in upper case and everything else as it was: the rules of Unicode would make
   * an alias of the letter ß.
   */
  static String upper(String text) {
    StringBuilder upper = new StringBuilder(text.length());
    text.chars().forEach(c -> upper.append((char) (c >= 'a' && c <= 'z' ? c - CASE : c)));
    return upper.toString();
  }

  /**
   * Reads {@code 0x} and hexadecimal digits, or decimal digits without a leading zero.
   *
   * @return the number, or {@link #NOT_A_NUMBER}, also for one beyond the maximum
   */
  static long number(String text, long max) {
    if (HEXADECIMAL.matcher(text).matches()) {
      return atMost(max, Long.parseLong(text, 2, text.length(), 16));
    }
    return DECIMAL.matcher(text).matches() ? atMost(max, Long.parseLong(text)) : NOT_A_NUMBER;
  }

  /**
   * Reads a number as {@link #number} does, and 0 with octal digits behind it, as in C.
   *
   * @return the number, or {@link #NOT_A_NUMBER}
   */
  static long numberOrOctal(String text, long max) {
    return OCTAL.matcher(text).matches() ? atMost(max, Long.parseLong(text, 8)) : number(text, max);
  }

  private static long atMost(long max, long value) {
    return value <= max ? value : NOT_A_NUMBER;
  }
}
