package io.filterport.cli;

import java.util.Map;

/** What an audit found about one program, directory, file or user, or all. For one thread. */
final class AuditGroup {
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;

  private final Latencies latencies = new Latencies();
  private long verdicts;
  private long wouldDeny;
  private long byDefault;
  private long denied;

  /** {@return whether it was a denial, or would have been one} */
  static boolean isDenial(Map<?, ?> event) {
    return wouldDeny(event) || denies(event);
  }

  private static boolean wouldDeny(Map<?, ?> event) {
    return Boolean.TRUE.equals(event.get("wouldDeny"));
  }

  private static boolean denies(Map<?, ?> event) {
    return "deny".equals(event.get("verdict"));
  }

  /** Counts a verdict. */
  void add(Map<?, ?> event) {
    boolean would = wouldDeny(event);
    verdicts++;
    wouldDeny += would ? 1 : 0;
    byDefault += would && "default".equals(event.get("by")) ? 1 : 0;
    denied += denies(event) ? 1 : 0;
    if (event.get("latencyMicros") instanceof Number micros) {
      latencies.add(micros.longValue());
    }
  }

  /** Counts the verdicts of another one. */
  void add(AuditGroup other) {
    verdicts += other.verdicts;
    wouldDeny += other.wouldDeny;
    byDefault += other.byDefault;
    denied += other.denied;
    latencies.add(other.latencies);
  }

  /** {@return how many were denied, or would have been} */
  long denials() {
    return wouldDeny + denied;
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
