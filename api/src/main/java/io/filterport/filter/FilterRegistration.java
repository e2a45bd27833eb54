package io.filterport.filter;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a filter says of itself when it registers. Immutable.
 *
 * @param name the filter's name, not empty
 * @param altitude where it stands among the filters of a volume: a decimal number as text; higher
 *     ones see an operation first
 * @param unload asked before an unload; null if the filter cannot be asked to unload (REG-04)
 */
public record FilterRegistration(String name, String altitude, @Nullable FilterUnload unload) {
  private static final String DEFAULT_ALTITUDE = "320000";

  /** Checks name and altitude. */
  public FilterRegistration {
    Objects.requireNonNull(name);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a filter needs a name");
    }
    if (!altitude.matches("\\d{1,20}(\\.\\d{1,40})?")) {
      throw new IllegalArgumentException(
          "altitude \"" + altitude + "\" is not a decimal number such as 320000 or 320000.5");
    }
  }

  /**
   * {@return a registration at the altitude 320000, without an unload callback} The filter {@code
   * scanner} has that altitude, too: beside it say another one with {@link #at}.
   *
   * @param name the filter's name
   */
  public static FilterRegistration named(String name) {
    return new FilterRegistration(name, DEFAULT_ALTITUDE, null);
  }

  /**
   * {@return the same with another altitude}
   *
   * @param value a decimal number as text
   */
  public FilterRegistration at(String value) {
    return new FilterRegistration(name, value, unload);
  }

  /**
   * {@return the same with an unload callback}
   *
   * @param callback asked before an unload
   */
  public FilterRegistration onUnload(FilterUnload callback) {
    return new FilterRegistration(name, altitude, callback);
  }
}
