package io.filterport.cli;

import io.filterport.cli.ReplayFinding.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a replay came to. For one thread. */
final class ReplayReport {
  /** Most findings that are shown; all are counted. */
  static final int MOST_SHOWN = 20;

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<ReplayFinding> shown = new ArrayList<>();

  void add(ReplayFinding finding) {
    counts.merge(finding.kind(), 1L, Long::sum);
    if (finding.kind() != Kind.SAME && shown.size() < MOST_SHOWN) {
      shown.add(finding);
    }
  }

  long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** {@return how many were played and compared} */
  long played() {
    return counts.values().stream().mapToLong(Long::longValue).sum() - count(Kind.SKIPPED);
  }

  boolean differs() {
    return played() > count(Kind.SAME);
  }

  /** {@return the counts, for the report} */
  Map<String, Object> summary(Recording recording) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("port", recording.begin().port());
    fields.put("recorded", recording.begin().began().toString());
    fields.put("complete", recording.complete());
    fields.put("lost", recording.lost());
    fields.put("unknown", recording.unknown());
    fields.put("played", played());
    for (Kind kind : Kind.values()) {
      fields.put(kind.name().toLowerCase(Locale.ROOT), count(kind));
    }
    return fields;
  }

  /** {@return the first that are not the same} */
  List<Map<String, Object>> findings() {
    return shown.stream().map(ReplayFinding::fields).toList();
  }
}
