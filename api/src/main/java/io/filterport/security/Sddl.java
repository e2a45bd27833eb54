package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;

/** What all readers of descriptor text share: how they refuse, and how they read numbers. */
final class Sddl {
  /** What the digit readers return for anything that is not such a number. */
  static final long NOT_A_NUMBER = -1;

  private static final int QUOTED_CHARACTERS = 60;

  private Sddl() {}

  static FilterPortException invalid(String what, String advice) {
    return new FilterPortException(what, NtStatus.INVALID_SECURITY_DESCR, advice);
  }

  /** The same refusal, with the place where it happened in front. */
  static FilterPortException inside(String place, FilterPortException refusal) {
    return invalid(place + ": " + refusal.what(), refusal.advice());
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

  /**
   * Reads ASCII decimal digits. A leading zero is no number: C tools would read it as octal.
   *
   * @return the number, 0…4294967295, or {@link #NOT_A_NUMBER}
   */
  static long decimal32(String text) {
    if (!text.matches("0|[1-9][0-9]{0,9}")) {
      return NOT_A_NUMBER;
    }
    long value = Long.parseLong(text);
    return value >>> 32 == 0 ? value : NOT_A_NUMBER;
  }

  /**
   * Reads {@code 0x} and hexadecimal digits.
   *
   * @return the number, or {@link #NOT_A_NUMBER}, also for more or fewer digits than allowed
   */
  static long hex(String text, int minDigits, int maxDigits) {
    return text.matches("0x[0-9A-Fa-f]{" + minDigits + "," + maxDigits + "}")
        ? Long.parseLong(text, 2, text.length(), 16)
        : NOT_A_NUMBER;
  }
}
