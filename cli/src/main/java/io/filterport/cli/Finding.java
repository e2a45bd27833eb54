package io.filterport.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one check of {@code doctor} came to. Immutable.
 *
 * @param check its name
 * @param result how it is
 * @param found what was found
 * @param advice what to do about it; empty where nothing is to be done
 */
record Finding(String check, Result result, String found, String advice) {
  /** How it is. */
  enum Result {
    /** As it should be. */
    OK,
    /** Something does not work, or not as well as it could. */
    WARN,
    /** Nothing works without it. */
    FAIL
  }

  static Finding ok(String check, String found) {
    return new Finding(check, Result.OK, found, "");
  }

  static Finding warn(String check, String found, String advice) {
    return new Finding(check, Result.WARN, found, advice);
  }

  static Finding fail(String check, String found, String advice) {
    return new Finding(check, Result.FAIL, found, advice);
  }

  /** {@return it as a record of output} */
  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("check", check);
    row.put("result", result.name().toLowerCase(Locale.ROOT));
    row.put("found", found);
    row.put("advice", advice);
    return row;
  }
}
