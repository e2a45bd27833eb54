package io.filterport.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What lines of events come to, in bounded memory. For one thread. */
final class AuditSummary {
  private final AuditGroup all = new AuditGroup();
  private final Map<String, AuditGroups> parts = new LinkedHashMap<>();
  private long lost;
  private long unreadable;

  /**
   * Makes it without lines.
   *
   * @param withFiles whether single files are told apart, too
   */
  AuditSummary(boolean withFiles) {
    parts.put("executables", AuditGroups.byExecutable());
    parts.put("directories", AuditGroups.byDirectory());
    if (withFiles) {
      parts.put("files", AuditGroups.byPath());
    }
    parts.put("users", AuditGroups.byUser());
  }

  /** Takes a line. One of another type than it knows, or of a later schema, is none for it. */
  void add(Map<?, ?> event) {
    if (!isKnown(event)) {
      unreadable++;
      return;
    }
    lost += event.get("lost") instanceof Number verdicts ? verdicts.longValue() : 0;
    if ("verdict".equals(event.get("type"))) {
      all.add(event);
      parts.values().forEach(groups -> groups.add(event));
    }
  }

  private static boolean isKnown(Map<?, ?> event) {
    Object type = event.get("type");
    return event.get("schema") instanceof Number schema
        && schema.intValue() == EventLine.SCHEMA
        && ("verdict".equals(type) || "lost".equals(type));
  }

  /** Counts a line that could not be read. */
  void addUnreadable() {
    unreadable++;
  }

  /** {@return the sums} */
  Map<String, Object> totals() {
    Map<String, Object> fields = new LinkedHashMap<>();
    all.putInto(fields);
    fields.put("lost", lost);
    fields.put("unreadableLines", unreadable);
    return fields;
  }

  /**
   * {@return what was found of each program, directory and user, and perhaps file, by the names of
   * these properties}
   *
   * @param most so many of each at most
   */
  Map<String, List<Map<String, Object>>> parts(int most) {
    Map<String, List<Map<String, Object>>> records = new LinkedHashMap<>();
    parts.forEach((name, groups) -> records.put(name, groups.records(most)));
    return records;
  }
}
