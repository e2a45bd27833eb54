package io.filterport.security;

import io.filterport.FilterPortException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one SDDL text from left to right; used once, by one thread. */
final class DescriptorReader {
  private final String text;
  private int at;

  DescriptorReader(String text) {
    this.text = text;
  }

  SecurityDescriptor read() {
    Sid owner = readSid("O:");
    Sid group = readSid("G:");
    AccessControlList dacl = readDacl();
    expectEnd();
    return new SecurityDescriptor(owner, group, dacl);
  }

  private @Nullable Sid readSid(String tag) {
    if (!take(tag)) {
      return null;
    }
    int colon = text.indexOf(':', at);
    // The letter before the next colon already belongs to the next part.
    int end = colon < 0 ? text.length() : Math.max(at, colon - 1);
    try {
      return Sid.parse(takeTo(end));
    } catch (FilterPortException e) {
      throw Sddl.inside("SDDL " + tag, e);
    }
  }

  private @Nullable AccessControlList readDacl() {
    if (!take("D:")) {
      return null;
    }
    Set<AccessControlList.Flag> flags = readFlags();
    boolean isNull = take(AccessControlList.NULL_SDDL);
    return new AccessControlList(flags, isNull, readEntries());
  }

  private Set<AccessControlList.Flag> readFlags() {
    Set<AccessControlList.Flag> flags = EnumSet.noneOf(AccessControlList.Flag.class);
    for (AccessControlList.Flag flag = readFlag(); flag != null; flag = readFlag()) {
      if (!flags.add(flag)) {
        throw Sddl.invalid(
            "SDDL D: flag " + flag.sddl() + " twice, before character " + (at + 1), "Remove one");
      }
    }
    return flags;
  }

  private AccessControlList.@Nullable Flag readFlag() {
    for (AccessControlList.Flag flag : AccessControlList.Flag.values()) {
      if (take(flag.sddl())) {
        return flag;
      }
    }
    return null;
  }

  private List<AccessControlEntry> readEntries() {
    List<AccessControlEntry> entries = new ArrayList<>();
    while (text.startsWith("(", at)) {
      entries.add(readEntry(entries.size() + 1));
    }
    return entries;
  }

  private AccessControlEntry readEntry(int number) {
    String place = "SDDL entry " + number + " at character " + (at + 1);
    int close = text.indexOf(')', at);
    try {
      return AccessControlEntry.parse(takeTo(close < 0 ? text.length() : close + 1));
    } catch (FilterPortException e) {
      throw Sddl.inside(place, e);
    }
  }

  private boolean take(String expected) {
    boolean found = text.startsWith(expected, at);
    at += found ? expected.length() : 0;
    return found;
  }

  private String takeTo(int end) {
    String taken = text.substring(at, end);
    at = end;
    return taken;
  }

  private void expectEnd() {
    if (at == text.length()) {
      return;
    }
    String advice =
        text.startsWith("S:", at)
            ? "That is a SACL, and ports keep no audit: leave it out"
            : "Write O:, G: and D: in this order, each at most once, in upper case, no spaces";
    throw Sddl.invalid(
        "SDDL: unexpected text " + Sddl.quote(text.substring(at)) + " at character " + (at + 1),
        advice);
  }
}
