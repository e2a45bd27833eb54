package io.filterport.scanner.engine;

import java.util.regex.Pattern;

/** How the parts of a signature must look. */
final class Shape {

  static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + Signature.MAX_NAME_CHARS + "}");

  private Shape() {}

  static void require(Pattern shape, String value, String what) {
    if (!shape.matcher(value).matches()) {
      throw new IllegalArgumentException("The " + what + " does not match " + shape);
    }
  }

  static boolean isNameChar(char c) {
    return isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || "._-".indexOf(c) >= 0;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isPrintable(char c) {
    return c >= ' ' && c <= '~';
  }
}
