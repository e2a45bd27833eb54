package io.filterport.cli;

/**
 * Text of somebody else's on a terminal: what would steer it, or turn the direction of the line, is
 * shown as {@code \}{@code uXXXX}. Stateless.
 */
final class Printable {
  private Printable() {}

  static String of(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(character -> append(character, shown));
    return shown.toString();
  }

  private static void append(int character, StringBuilder shown) {
    if (isPlain(character)) {
      shown.appendCodePoint(character);
    } else {
      shown.append("\\u%04x".formatted(character));
    }
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
