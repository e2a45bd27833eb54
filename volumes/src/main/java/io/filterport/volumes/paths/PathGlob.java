package io.filterport.volumes.paths;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of whole paths. {@code *} stands for any characters but the slash, {@code **} for any
 * characters, {@code ?} for one character but the slash, every other character for itself.
 * Immutable.
 *
 * <p>An operation waits while its path is compared, and a client may have written the pattern. A
 * regular expression could take as long as it likes. Here all ways to read the pattern are followed
 * at once, so the time is at most the product of both lengths; and none is spent on what follows a
 * place that does not fit.
 */
public final class PathGlob {
  /** The longest pattern, in UTF-16 units. */
  public static final int MAX_LENGTH = 256;

  private final List<Part> parts;

  /**
   * Reads a pattern.
   *
   * @param pattern any text; the caller sees that it is not too long
   */
  public PathGlob(String pattern) {
    parts = parts(pattern);
  }

  /** What one part of a pattern stands for. */
  private record Part(boolean repeats, boolean slash, int literal) {
    private static final int ANY = -1;
    private static final Part ANY_TEXT = new Part(true, true, ANY);
    private static final Part ANY_IN_NAME = new Part(true, false, ANY);
    private static final Part ONE_IN_NAME = new Part(false, false, ANY);

    boolean accepts(int unit) {
      return literal == ANY ? slash || unit != '/' : literal == unit;
    }
  }

  private static List<Part> parts(String pattern) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.startsWith("**", i)) {
        parts.add(Part.ANY_TEXT);
        i++;
      } else {
        parts.add(part(pattern.charAt(i)));
      }
    }
    return List.copyOf(parts);
  }

  private static Part part(char unit) {
    return switch (unit) {
      case '*' -> Part.ANY_IN_NAME;
      case '?' -> Part.ONE_IN_NAME;
      default -> new Part(false, false, unit);
    };
  }

  /**
   * {@return whether the pattern stands for the whole path}
   *
   * @param path any text
   */
  public boolean matches(String path) {
    boolean[] reached = new boolean[parts.size() + 1]; // [i]: the first i parts are what was read
    reached[0] = true;
    skip(reached);
    boolean any = true;
    for (int i = 0; i < path.length() && any; i++) {
      any = read(path.charAt(i), reached);
    }
    return reached[parts.size()];
  }

  /**
   * {@return whether any place is reached: else nothing behind can match} From the end, so that
   * each place still sees what was reached before this unit.
   */
  private boolean read(int unit, boolean[] reached) {
    boolean any = false;
    for (int i = parts.size(); i >= 0; i--) {
      reached[i] = stays(unit, reached, i) || comes(unit, reached, i);
      any |= reached[i];
    }
    skip(reached);
    return any;
  }

  private boolean stays(int unit, boolean[] reached, int i) {
    return i < parts.size() && reached[i] && parts.get(i).repeats() && parts.get(i).accepts(unit);
  }

  private boolean comes(int unit, boolean[] reached, int i) {
    return i > 0 && reached[i - 1] && !parts.get(i - 1).repeats() && parts.get(i - 1).accepts(unit);
  }

  /** What repeats may also stand for nothing. */
  private void skip(boolean[] reached) {
    for (int i = 0; i < parts.size(); i++) {
      reached[i + 1] |= reached[i] && parts.get(i).repeats();
    }
  }
}
