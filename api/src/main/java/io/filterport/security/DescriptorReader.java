package io.filterport.security;

import io.filterport.FilterPortException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one SDDL text from left to right; used once, by one thread. */
final class DescriptorReader {
  private static final String OWNER = "O:";
  private static final String GROUP = "G:";
  private static final String DACL = "D:";
  private static final String SACL = "S:";

  private final String text;
  private final String upper;
  private int at;

  private @Nullable Sid owner;
  private @Nullable Sid group;
  private @Nullable AccessControlList dacl;

  DescriptorReader(String text) {
    this.text = text;
    this.upper = Sddl.upper(text);
  }

  SecurityDescriptor read() {
    skipSpace();
    while (at < text.length()) {
      readPart();
    }
    return new SecurityDescriptor(owner, group, dacl);
  }

  /** White space behind it included. */
  private void readPart() {
    if (isFirst(OWNER, owner)) {
      owner = readSid();
    } else if (isFirst(GROUP, group)) {
      group = readSid();
    } else if (isFirst(DACL, dacl)) {
      dacl = readDacl();
    } else {
      throw unexpected();
    }
  }

  private boolean isFirst(String tag, @Nullable Object before) {
    if (!text.startsWith(tag, at)) {
      return false;
    }
    if (before != null) {
      throw rest().refusal(tag + " for the second time", "Each part may stand there once");
    }
    at += tag.length();
    return true;
  }

  private Sid readSid() {
    int colon = text.indexOf(':', at);
    // The letter before the next colon already belongs to the next part.
    int end = colon < 0 ? text.length() : Math.max(at, colon - 1);
    return Sid.read(takeTo(end).strip());
  }

  private AccessControlList readDacl() {
    Set<AccessControlList.Flag> flags = readFlags();
    boolean isNull = text.startsWith(AccessControlList.NULL_SDDL, at);
    at += isNull ? AccessControlList.NULL_SDDL.length() : 0;
    return new AccessControlList(flags, isNull, readEntries());
  }

  private Set<AccessControlList.Flag> readFlags() {
    Set<AccessControlList.Flag> flags = EnumSet.noneOf(AccessControlList.Flag.class);
    skipSpace();
    for (AccessControlList.Flag flag = readFlag(); flag != null; flag = readFlag()) {
      flags.add(flag);
      skipSpace();
    }
    return flags;
  }

  private AccessControlList.@Nullable Flag readFlag() {
    for (AccessControlList.Flag flag : AccessControlList.Flag.values()) {
      if (upper.startsWith(flag.sddl(), at)) {
        at += flag.sddl().length();
        return flag;
      }
    }
    return null;
  }

  private List<AccessControlEntry> readEntries() {
    List<AccessControlEntry> entries = new ArrayList<>();
    skipSpace();
    while (text.startsWith("(", at)) {
      int close = text.indexOf(')', at);
      entries.add(EntryText.read(takeTo(close < 0 ? text.length() : close + 1)));
      skipSpace();
    }
    return entries;
  }

  private void skipSpace() {
    while (at < text.length() && Sddl.isSpace(text.charAt(at))) {
      at++;
    }
  }

  private Piece takeTo(int end) {
    Piece taken = new Piece(text, at, end);
    at = end;
    return taken;
  }

  private Piece rest() {
    return new Piece(text, at, text.length());
  }

  private FilterPortException unexpected() {
    String advice =
        text.startsWith(SACL, at)
            ? "That is a SACL, and ports keep no audit and know no labels: leave it out"
            : "Write O:, G: and D:, in upper case, and entries in parentheses behind D:";
    return rest().refusal("unexpected text " + rest(), advice);
  }
}
