package io.filterport.security;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * The types of entries that Windows knows and a port does not take, so that errors can name them.
 */
enum RefusedEntry {
  AUDIT("AU", 0x02, Kind.AUDIT),
  ALARM("AL", 0x03, Kind.AUDIT),
  COMPOUND("", 0x04, Kind.COMPOUND),
  OBJECT_ALLOW("OA", 0x05, Kind.OBJECT),
  OBJECT_DENY("OD", 0x06, Kind.OBJECT),
  OBJECT_AUDIT("OU", 0x07, Kind.AUDIT),
  OBJECT_ALARM("OL", 0x08, Kind.AUDIT),
  CALLBACK_ALLOW("XA", 0x09, Kind.CALLBACK),
  CALLBACK_DENY("XD", 0x0A, Kind.CALLBACK),
  CALLBACK_OBJECT_ALLOW("ZA", 0x0B, Kind.CALLBACK),
  CALLBACK_OBJECT_DENY("", 0x0C, Kind.CALLBACK),
  CALLBACK_AUDIT("XU", 0x0D, Kind.AUDIT),
  CALLBACK_ALARM("", 0x0E, Kind.AUDIT),
  CALLBACK_OBJECT_AUDIT("", 0x0F, Kind.AUDIT),
  CALLBACK_OBJECT_ALARM("", 0x10, Kind.AUDIT),
  MANDATORY_LABEL("ML", 0x11, Kind.LABEL),
  RESOURCE_ATTRIBUTE("RA", 0x12, Kind.POLICY),
  SCOPED_POLICY("SP", 0x13, Kind.POLICY),
  PROCESS_TRUST_LABEL("TL", 0x14, Kind.LABEL),
  ACCESS_FILTER("FL", 0x15, Kind.POLICY);

  /** What is said about a type. */
  private enum Kind {
    AUDIT("an audit or alarm entry: ports keep no audit"),
    COMPOUND("a compound entry: callers have one identity"),
    OBJECT("an object entry: a port has no parts with rights of their own"),
    CALLBACK("a conditional (callback) entry: its condition would not be asked about"),
    LABEL("a label: callers have no integrity or trust level"),
    POLICY("an entry of a central policy: there is none");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** What to try after any of these. */
  static final String ADVICE = "A port takes entries that allow (A) or deny (D), no others";

  private final String sddl;
  private final int code;
  private final Kind kind;

  RefusedEntry(String sddl, int code, Kind kind) {
    this.sddl = sddl;
    this.code = code;
    this.kind = kind;
  }

  /** What the letters stand for. */
  static String describe(String letters) {
    return describe(type -> !letters.isEmpty() && type.sddl.equals(letters));
  }

  /** What the number in the header of a binary entry stands for. */
  static String describe(int number) {
    return describe(type -> type.code == number);
  }

  private static String describe(Predicate<RefusedEntry> wanted) {
    return Arrays.stream(values())
        .filter(wanted)
        .findFirst()
        .map(type -> type.kind.text)
        .orElse("no type of entry that is known here");
  }
}
