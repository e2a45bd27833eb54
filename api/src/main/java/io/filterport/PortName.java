package io.filterport;

import org.jspecify.annotations.Nullable;

/**
 * The name of a communication port, such as {@code \GreeterPort}. Immutable.
 *
 * <p>An absolute object-manager path in the root directory, the only directory there is (NAM-01,
 * NAM-07). Whether case matters is decided by the port, not by the name (NAM-03).
 *
 * @param value the name with its leading backslash, 2…32767 UTF-16 units
 */
public record PortName(String value) {
  /** The longest name, in UTF-16 units: 65534 bytes (NAM-09). */
  public static final int MAX_UNITS = 32767;

  static final String ADVICE =
      "A port name is a backslash and a name, such as \\GreeterPort; in a shell, quote it.";

  /**
   * Checks the name.
   *
   * @throws FilterPortException with {@link NtStatus#INVALID_PARAMETER} for an empty name (NAM-08),
   *     {@link NtStatus#NAME_TOO_LONG} (NAM-09), {@link NtStatus#OBJECT_PATH_SYNTAX_BAD} without a
   *     leading backslash (NAM-06), {@link NtStatus#OBJECT_PATH_NOT_FOUND} for a name in a
   *     directory (NAM-07), {@link NtStatus#OBJECT_NAME_INVALID} for a bare backslash or a NUL
   */
  public PortName {
    NtStatus fault = check(value);
    if (fault != null) {
      throw new FilterPortException("port name \"" + shown(value) + "\"", fault, ADVICE);
    }
  }

  /** {@return a name of any length and content, short enough for an error} */
  static String shown(String value) {
    return value.length() > 80 ? value.substring(0, 80) + "…" : value;
  }

  private static @Nullable NtStatus check(String value) {
    if (value.isEmpty()) {
      return NtStatus.INVALID_PARAMETER;
    }
    if (value.length() > MAX_UNITS) {
      return NtStatus.NAME_TOO_LONG;
    }
    if (value.charAt(0) != '\\') {
      return NtStatus.OBJECT_PATH_SYNTAX_BAD;
    }
    if (value.indexOf('\\', 1) >= 0) {
      return NtStatus.OBJECT_PATH_NOT_FOUND;
    }
    return value.length() == 1 || value.indexOf('\0') >= 0 ? NtStatus.OBJECT_NAME_INVALID : null;
  }

  /**
   * {@return the name upcased unit by unit, as case-insensitive ports compare it} Not dependent on
   * the locale (NAM-04).
   */
  public String folded() {
    char[] units = value.toCharArray();
    for (int i = 0; i < units.length; i++) {
      units[i] = Character.toUpperCase(units[i]);
    }
    return new String(units);
  }

  @Override
  public String toString() {
    return value;
  }
}
