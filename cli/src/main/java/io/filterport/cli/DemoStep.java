package io.filterport.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One opened file of the demo. Immutable.
 *
 * @param name what the step shows
 * @param file that was opened
 * @param opener who opened it
 * @param expected {@link #ALLOWED} or {@link #DENIED}
 * @param outcome what happened, see {@link #outcome(String)}
 * @param decidedBy the service, the volume's default verdict, or nobody
 * @param micros how long the decision took
 * @param seen what the opener saw
 */
record DemoStep(
    String name,
    String file,
    String opener,
    String expected,
    String outcome,
    String decidedBy,
    long micros,
    String seen) {
  static final String ALLOWED = "ALLOWED";
  static final String DENIED = "DENIED";

  /** {@return allowed, denied, or FAILED for what is neither} */
  static String outcome(String seen) {
    if (seen.startsWith("denied: ") || seen.endsWith(": Operation not permitted")) {
      return DENIED;
    }
    return seen.startsWith("failed: ") || seen.startsWith("cat: ") ? "FAILED" : ALLOWED;
  }

  boolean isAsExpected() {
    return expected.equals(outcome);
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("file", file);
    fields.put("opener", opener);
    fields.put("expected", expected);
    fields.put("outcome", outcome);
    fields.put("decidedBy", decidedBy);
    fields.put("micros", micros);
    return fields;
  }

  String line() {
    String told = seen.startsWith(opener + ": ") ? seen : opener + ": " + seen;
    return "%-34s %-8s %-22s %7d us   %s".formatted(name, outcome, decidedBy, micros, told);
  }
}
