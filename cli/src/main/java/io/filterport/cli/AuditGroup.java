package io.filterport.cli;

import java.util.Map;

/** What an audit found about one program, directory or user, or about all. For one thread. */
final class AuditGroup {
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;

  private final Latencies latencies = new Latencies();
  private long verdicts;
  private long wouldDeny;
  private long byDefault;
  private long denied;

  /** Counts a verdict. */
  void add(Map<?, ?> event) {
    boolean would = Boolean.TRUE.equals(event.get("wouldDeny"));
    verdicts++;
    wouldDeny += would ? 1 : 0;
    byDefault += would && "default".equals(event.get("by")) ? 1 : 0;
    denied += "deny".equals(event.get("verdict")) ? 1 : 0;
    if (event.get("latencyMicros") instanceof Number micros) {
      latencies.add(micros.longValue());
    }
  }

  long wouldDeny() {
    return wouldDeny;
  }

  long verdicts() {
    return verdicts;
  }

  /** Appends what was found to a record. */
  void putInto(Map<String, Object> fields) {
    fields.put("verdicts", verdicts);
    fields.put("wouldDeny", wouldDeny);
    fields.put("byDefault", byDefault);
    fields.put("denied", denied);
    fields.put("medianMicros", latencies.percentile(MEDIAN));
    fields.put("p99Micros", latencies.percentile(P99));
    fields.put("maxMicros", latencies.most());
  }
}
