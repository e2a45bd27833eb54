package io.filterport.engine;

import java.util.Locale;

/** The names of constants in counters and events. Stateless. */
final class Labels {
  private Labels() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
