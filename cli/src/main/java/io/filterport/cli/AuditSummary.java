package io.filterport.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What lines of events come to, in bounded memory. For one thread. */
final class AuditSummary {
  private final AuditGroup all = new AuditGroup();
  private final AuditGroups executables = AuditGroups.byExecutable();
  private final AuditGroups directories = AuditGroups.byDirectory();
  private final AuditGroups users = AuditGroups.byUser();
  private long lost;
  private long unreadable;

  /** Takes a line. One of another type than it knows, or of a later schema, is none for it. */
  void add(Map<?, ?> event) {
    if (!isKnown(event)) {
      unreadable++;
      return;
    }
    lost += event.get("lost") instanceof Number verdicts ? verdicts.longValue() : 0;
    if ("verdict".equals(event.get("type"))) {
      all.add(event);
      executables.add(event);
      directories.add(event);
      users.add(event);
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

  List<Map<String, Object>> byExecutable(int most) {
    return executables.records(most);
  }

  List<Map<String, Object>> byDirectory(int most) {
    return directories.records(most);
  }

  List<Map<String, Object>> byUser(int most) {
    return users.records(most);
  }
}
