package io.filterport.cli.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a section of a file says, checked. Immutable.
 *
 * @param values by key
 */
record Entries(Map<Key, Entry> values) {
  /**
   * A value.
   *
   * @param value as {@link ValueType} keeps it
   * @param place of its key
   */
  record Entry(Object value, Place place) {}

  Entries {
    values = Map.copyOf(values);
  }

  static Entries none() {
    return new Entries(Map.of());
  }

  Optional<Entry> of(Key key) {
    return Optional.ofNullable(values.get(key));
  }

  /** {@return these over those} */
  Entries over(Entries others) {
    Map<Key, Entry> all = new LinkedHashMap<>(others.values);
    all.putAll(values);
    return new Entries(all);
  }
}
