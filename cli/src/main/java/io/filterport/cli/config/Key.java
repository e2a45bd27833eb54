package io.filterport.cli.config;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration file.
 *
 * @param name in the file
 * @param type what it takes
 * @param defaultValue what counts without it: a String, Long, Boolean or List; "" and the empty
 *     list stand for what the meaning says
 * @param unit of a number, else empty
 * @param option of the command line that means the same
 * @param scope where it may stand, and when it may change
 * @param meaning a sentence for people
 * @param need what it has no use without; null for nothing
 */
public record Key(
    String name,
    ValueType type,
    Object defaultValue,
    String unit,
    @Nullable String option,
    Scope scope,
    String meaning,
    @Nullable Need need) {

  /** Where a key may stand, and when its value may change. */
  public enum Scope {
    /** Once; to change it the process must be started again. */
    FIXED,
    /** Also for a port alone; to change it the process must be started again. */
    PORT,
    /** Once; it changes with a reload. */
    LIVE,
    /** Also in each volume; it changes with a reload. */
    VOLUME;

    /** {@return whether a reload changes it} */
    public boolean isLive() {
      return this == LIVE || this == VOLUME;
    }
  }

  /**
   * What another key of the section must say for this one to be of use.
   *
   * @param key the other one
   * @param values one of these
   */
  public record Need(String key, Set<String> values) {
    boolean isMet(Setting setting) {
      return setting.key().name().equals(key)
          && values.contains(setting.value().toString().toLowerCase(Locale.ROOT));
    }
  }

  static Key fixed(String name, ValueType type, Object byDefault, String option, String meaning) {
    return new Key(name, type, byDefault, "", option, Scope.FIXED, meaning, null);
  }

  Key in(Scope other) {
    return new Key(name, type, defaultValue, unit, option, other, meaning, need);
  }

  Key measuredIn(String other) {
    return new Key(name, type, defaultValue, other, option, scope, meaning, need);
  }

  Key onlyWith(String other, String... values) {
    Need with = new Need(other, Set.of(values));
    return new Key(name, type, defaultValue, unit, option, scope, meaning, with);
  }
}
