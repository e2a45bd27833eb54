package io.filterport;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of codes, read once from the constants of {@link NtStatus} and {@link HResult}, and from
 * {@link CallbackStatuses}.
 */
final class StatusNames {
  private static final Map<NtStatus, String> STATUSES = statuses();
  private static final Map<HResult, String> HRESULTS = hresults();

  private StatusNames() {}

  private static Map<NtStatus, String> statuses() {
    Map<NtStatus, String> names = constants(NtStatus.class, "STATUS_");
    CallbackStatuses.ROWS.forEach(
        row -> names.putIfAbsent(new NtStatus(row.status()), "STATUS_" + row.name()));
    return names;
  }

  static String ofStatus(NtStatus status) {
    return STATUSES.getOrDefault(status, status.hex());
  }

  static String ofHResult(HResult hresult) {
    return HRESULTS.getOrDefault(hresult, hresult.hex());
  }

  /**
   * Own constants first; else {@code HRESULT_FROM_NT}-like: the name of a status that maps here.
   */
  private static Map<HResult, String> hresults() {
    Map<HResult, String> names = constants(HResult.class, "");
    STATUSES.forEach(
        (status, name) -> {
          if (name.startsWith("STATUS_FLT_")) {
            names.putIfAbsent(status.toHResult(), "ERROR_" + name.substring("STATUS_".length()));
          }
        });
    Win32Names.BY_ERROR.forEach((code, name) -> names.putIfAbsent(HResult.ofWin32(code), name));
    return names;
  }

  private static <T> Map<T, String> constants(Class<T> type, String prefix) {
    Map<T, String> names = new HashMap<>();
    for (Field field : type.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == type) {
        names.put(type.cast(read(field)), prefix + field.getName());
      }
    }
    return names;
  }

  private static Object read(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
