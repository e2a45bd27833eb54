package io.filterport.security;

import io.filterport.FilterPortException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads the SDDL text of one entry: six fields; two of them must be empty for a port. */
final class EntryText {
  private static final int FIELDS = 6;
  private static final String FORM = "Write (A;;rights;;;sid) or (D;;rights;;;sid)";

  private EntryText() {}

  static AccessControlEntry read(Piece text) {
    Piece inside = text.inside('(', ')');
    if (inside.equals(text)) {
      throw text.refusal("entry " + text + " is not in parentheses", FORM);
    }
    List<Piece> fields = inside.split(';');
    AccessControlEntry.Type type = readType(fields.get(0));
    if (fields.size() != FIELDS) {
      throw text.refusal(
          "entry " + text + " has " + fields.size() + " fields, not " + FIELDS, FORM);
    }
    refuseObjectType(fields.get(3));
    refuseObjectType(fields.get(4));
    return new AccessControlEntry(
        type, readFlags(fields.get(1)), RightsText.read(fields.get(2)), Sid.read(fields.get(5)));
  }

  private static AccessControlEntry.Type readType(Piece text) {
    for (AccessControlEntry.Type type : AccessControlEntry.Type.values()) {
      if (type.sddl().equals(text.upper())) {
        return type;
      }
    }
    throw text.refusal(
        "entry type " + text + " is " + RefusedEntry.describe(text.upper()), RefusedEntry.ADVICE);
  }

  private static Set<AccessControlEntry.Flag> readFlags(Piece text) {
    Set<AccessControlEntry.Flag> flags = EnumSet.noneOf(AccessControlEntry.Flag.class);
    text.words().forEach(word -> flags.add(readFlag(word)));
    return flags;
  }

  private static AccessControlEntry.Flag readFlag(Piece word) {
    for (AccessControlEntry.Flag flag : AccessControlEntry.Flag.values()) {
      if (flag.name().equals(word.upper())) {
        return flag;
      }
    }
    throw unknownFlag(word);
  }

  private static FilterPortException unknownFlag(Piece word) {
    return word.refusal(
        "entry flag " + word + " is not known", "The flags are OI CI NP IO ID SA FA, or none");
  }

  private static void refuseObjectType(Piece text) {
    if (!text.isEmpty()) {
      throw text.refusal(
          "object type " + text + " in an entry",
          "A port has no parts with rights of their own: leave the fields 4 and 5 empty");
    }
  }
}
