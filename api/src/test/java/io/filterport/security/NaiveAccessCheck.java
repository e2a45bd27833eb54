package io.filterport.security;

import java.util.List;

/**
 * A second opinion on SEC-03, SEC-08 and SEC-10, written another way: each wanted bit is decided by
 * the first entry that names it and that the caller holds. Numbers instead of constants, so that a
 * wrong constant shows.
 */
final class NaiveAccessCheck {
  private NaiveAccessCheck() {}

  /** "+" or "-", and the number of the deciding entry if there is one. */
  static String verdict(SecurityDescriptor descriptor, AccessToken caller, int desired) {
    AccessControlList dacl = descriptor.dacl();
    if (dacl == null || dacl.isNull()) {
      return "+";
    }
    int lastAllow = 0;
    int firstDeny = Integer.MAX_VALUE;
    boolean undecided = false;
    for (int bit = 1; bit != 0; bit <<= 1) {
      if ((desired & bit) != 0) {
        int decider = decider(dacl.entries(), caller, bit);
        undecided |= decider == 0;
        lastAllow = Math.max(lastAllow, decider);
        firstDeny = decider < 0 ? Math.min(firstDeny, -decider) : firstDeny;
      }
    }
    if (firstDeny != Integer.MAX_VALUE) {
      return "-" + firstDeny;
    }
    return undecided ? "-" : "+" + lastAllow;
  }

  /** The number of the entry that decides the bit, negative if it denies, 0 if there is none. */
  private static int decider(List<AccessControlEntry> entries, AccessToken caller, int bit) {
    for (int i = 0; i < entries.size(); i++) {
      AccessControlEntry entry = entries.get(i);
      boolean held = entry.sid().equals(caller.user()) || caller.groups().contains(entry.sid());
      boolean counts = !entry.flags().contains(AccessControlEntry.Flag.IO);
      if (held && counts && names(entry.mask().bits(), bit)) {
        return entry.type() == AccessControlEntry.Type.ALLOW ? i + 1 : -(i + 1);
      }
    }
    return 0;
  }

  private static boolean names(int mask, int bit) {
    int all = (mask & 0x10000000) != 0 ? 0x1F0001 : 0;
    int execute = (mask & 0x20000000) != 0 ? 0x120000 : 0;
    int readOrWrite = (mask & 0xC0000000) != 0 ? 0x20000 : 0;
    return (((mask & 0x0FFFFFFF) | all | execute | readOrWrite) & bit) != 0;
  }
}
