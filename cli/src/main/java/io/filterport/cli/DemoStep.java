package io.filterport.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One opened file of the demo. Immutable.
 *
 * @param name what the step shows
 * @param file that was opened
 * @param opener who opened it
 * @param expected ALLOWED or DENIED
 * @param outcome what happened
 * @param decidedBy the service, or the volume's default verdict
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
