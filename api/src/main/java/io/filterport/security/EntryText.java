package io.filterport.security;

import io.filterport.FilterPortException;
import java.util.Map;

/** Reads the SDDL text of one entry: six fields; three of them must be empty for a port. */
final class EntryText {
  private static final int FIELDS = 6;
  private static final String FORM = "Write (A;;rights;;;sid) or (D;;rights;;;sid)";

  /** Types that Windows knows. They are named only to be refused with the right word. */
  private static final Map<String, String> REFUSED_TYPES =
      Map.ofEntries(
          Map.entry("OA", "an object entry"),
          Map.entry("OD", "an object entry"),
          Map.entry("AU", "an audit entry"),
          Map.entry("OU", "an audit entry"),
          Map.entry("XU", "an audit entry"),
          Map.entry("AL", "an alarm entry"),
          Map.entry("OL", "an alarm entry"),
          Map.entry("XA", "a conditional entry"),
          Map.entry("XD", "a conditional entry"),
          Map.entry("ZA", "a conditional entry"),
          Map.entry("ML", "a mandatory label"),
          Map.entry("TL", "a process trust label"),
          Map.entry("RA", "a resource attribute"),
          Map.entry("SP", "a central policy"),
          Map.entry("FL", "an access filter"));

  private EntryText() {}

  static AccessControlEntry read(String text) {
    if (!text.startsWith("(") || !text.endsWith(")")) {
      throw Sddl.invalid("entry " + Sddl.quote(text) + " is not in parentheses", FORM);
    }
    String[] fields = text.substring(1, text.length() - 1).split(";", -1);
    AccessControlEntry.Type type = readType(fields[0]);
    if (fields.length != FIELDS) {
      throw Sddl.invalid(
          "entry " + Sddl.quote(text) + " has " + fields.length + " fields, not " + FIELDS, FORM);
    }
    refuseFlags(fields[1]);
    refuseObjectTypes(fields[3] + fields[4]);
    return new AccessControlEntry(type, AccessMask.parse(fields[2]), Sid.parse(fields[5]));
  }

  private static AccessControlEntry.Type readType(String name) {
    for (AccessControlEntry.Type type : AccessControlEntry.Type.values()) {
      if (type.sddl().equals(name)) {
        return type;
      }
    }
    throw refusedType(name);
  }

  private static FilterPortException refusedType(String name) {
    String kind = REFUSED_TYPES.getOrDefault(name, "not an entry type");
    return Sddl.invalid(
        "entry type " + Sddl.quote(name) + " is " + kind, "A port takes the types A and D only");
  }

  private static void refuseFlags(String flags) {
    if (!flags.isEmpty()) {
      throw Sddl.invalid(
          "entry flags " + Sddl.quote(flags) + " speak of inheritance or audit",
          "A port has no child objects: leave the second field empty");
    }
  }

  private static void refuseObjectTypes(String types) {
    if (!types.isEmpty()) {
      throw Sddl.invalid(
          "object type " + Sddl.quote(types) + " in an entry",
          "A port has no parts with rights of their own: leave the fields 4 and 5 empty");
    }
  }
}
