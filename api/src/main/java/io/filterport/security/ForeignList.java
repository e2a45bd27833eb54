package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads the ACL of a binary descriptor of any origin; used once, by one thread. */
final class ForeignList {
  private final ForeignBytes bytes;
  private final int start;

  ForeignList(ForeignBytes bytes, int start) {
    this.bytes = bytes;
    this.start = start;
  }

  /** Behind the entries there may be free bytes, as Windows leaves them. */
  List<AccessControlEntry> entries() {
    int end = end();
    int count = bytes.u16(start + SelfRelative.ACL_COUNT);
    List<AccessControlEntry> entries = new ArrayList<>();
    int at = start + AccessControlList.HEADER_BYTES;
    for (int i = 0; i < count; i++) {
      AccessControlEntry entry = entry(at, end);
      entries.add(entry);
      at += entry.bytes();
    }
    return entries;
  }

  private int end() {
    int left = bytes.size() - start;
    if (left < AccessControlList.HEADER_BYTES) {
      throw refusal(start, "a DACL in the last " + left + " bytes");
    }
    int revision = bytes.u8(start);
    boolean known =
        revision == SelfRelative.ACL_REVISION || revision == SelfRelative.ACL_REVISION_DS;
    boolean padded = bytes.u8(start + 1) == 0 && bytes.u16(start + SelfRelative.ACL_PADDING) == 0;
    if (!known || !padded) {
      throw refusal(start, "a DACL of revision " + revision + ", or with bytes that must be zero");
    }
    int size = bytes.u16(start + SelfRelative.SIZE);
    if (size < AccessControlList.HEADER_BYTES || size > left) {
      throw refusal(start, "a DACL of " + size + " bytes where " + left + " are left");
    }
    return start + size;
  }

  private AccessControlEntry entry(int at, int end) {
    int left = end - at;
    if (left < AccessControlEntry.HEADER_BYTES) {
      throw refusal(at, "an entry in the last " + left + " bytes of its list");
    }
    AccessControlEntry.Type type = type(at);
    int size = bytes.u16(at + SelfRelative.SIZE);
    if (size < AccessControlEntry.HEADER_BYTES || size > left) {
      throw refusal(at, "an entry of " + size + " bytes where " + left + " are left");
    }
    Sid sid = bytes.sid(at + AccessControlEntry.HEADER_BYTES, at + size);
    AccessMask mask = new AccessMask(bytes.i32(at + SelfRelative.ENTRY_MASK));
    AccessControlEntry entry = new AccessControlEntry(type, flags(at + 1), mask, sid);
    if (entry.bytes() != size) {
      throw refusal(at, "an entry of " + size + " bytes that fills " + entry.bytes());
    }
    return entry;
  }

  private AccessControlEntry.Type type(int at) {
    int code = bytes.u8(at);
    for (AccessControlEntry.Type type : AccessControlEntry.Type.values()) {
      if (type.code() == code) {
        return type;
      }
    }
    throw ForeignBytes.refusal(
        at,
        NtStatus.INVALID_ACL,
        "entry type " + code + " is " + RefusedEntry.describe(code),
        RefusedEntry.ADVICE);
  }

  private Set<AccessControlEntry.Flag> flags(int at) {
    Set<AccessControlEntry.Flag> flags = EnumSet.noneOf(AccessControlEntry.Flag.class);
    int left = bytes.u8(at);
    for (AccessControlEntry.Flag flag : AccessControlEntry.Flag.values()) {
      if ((left & flag.bit()) != 0) {
        flags.add(flag);
        left -= flag.bit();
      }
    }
    if (left != 0) {
      throw refusal(at, String.format("entry flag 0x%02x", left));
    }
    return flags;
  }

  private static FilterPortException refusal(int at, String what) {
    return ForeignBytes.refusal(
        at, NtStatus.INVALID_ACL, what, "See ACL and ACE in the documentation of Windows");
  }
}
