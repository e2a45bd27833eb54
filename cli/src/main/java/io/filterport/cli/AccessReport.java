package io.filterport.cli;

import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.security.AccessCheck;
import io.filterport.security.AccessControlEntry;
import io.filterport.security.AccessControlList;
import io.filterport.security.AccessDecision;
import io.filterport.security.AccessMask;
import io.filterport.security.AccessStep;
import io.filterport.security.AccessToken;
import io.filterport.security.SecurityDescriptor;
import io.filterport.security.Sid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the descriptor of a port says to a user, in the fields that are printed.
 *
 * @param port the port
 * @param token the user
 * @param descriptor the port's
 * @param decision what came out
 */
record AccessReport(
    PortState port, AccessToken token, SecurityDescriptor descriptor, AccessDecision decision) {

  /** Asks what a connect would ask. */
  static AccessReport of(PortState port, AccessToken token) {
    SecurityDescriptor descriptor = SecurityDescriptor.parse(port.securityDescriptor());
    AccessMask desired = port.strictAccess() ? AccessCheck.STRICT_CONNECT : AccessCheck.CONNECT;
    return new AccessReport(port, token, descriptor, AccessCheck.check(descriptor, token, desired));
  }

  Map<String, Object> summary(String user) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("port", port.name());
    fields.put("user", user);
    fields.put("holds", held());
    fields.put("desired", decision.desired().hex());
    fields.put("granted", decision.granted());
    fields.put("reason", decision.reason());
    fields.put("ownerRights", decision.ownerRights().hex());
    fields.put("securityDescriptor", port.securityDescriptor());
    return fields;
  }

  private List<String> held() {
    return Stream.concat(
            Stream.of(token.user()), token.groups().stream().filter(s -> !s.equals(token.user())))
        .map(Sid::toSddl)
        .sorted()
        .toList();
  }

  /** Every entry of the list, those behind the decision included. */
  List<Map<String, Object>> entries() {
    List<Map<String, Object>> rows = new ArrayList<>();
    decision.steps().forEach(step -> rows.add(row(step)));
    AccessControlList dacl = descriptor.dacl();
    List<AccessControlEntry> all = dacl == null ? List.of() : dacl.entries();
    for (AccessControlEntry unread : all.subList(rows.size(), all.size())) {
      rows.add(
          row(rows.size() + 1, unread, "unread", AccessMask.NONE, decision.missing(), "not read"));
    }
    return rows;
  }

  private static Map<String, Object> row(AccessStep step) {
    String outcome = step.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
    String what = (step.decides() ? "decides: " : "") + step.result();
    return row(step.number(), step.entry(), outcome, step.rights(), step.missing(), what);
  }

  private static Map<String, Object> row(
      int number,
      AccessControlEntry entry,
      String outcome,
      AccessMask rights,
      AccessMask missing,
      String what) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("entry", number);
    row.put("sddl", entry.toSddl());
    row.put("outcome", outcome);
    row.put("rights", rights.hex());
    row.put("missing", missing.hex());
    row.put("what", what);
    return row;
  }
}
