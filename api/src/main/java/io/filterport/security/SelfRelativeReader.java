package io.filterport.security;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a self-relative descriptor out of bytes of any origin; used once, by one thread. */
final class SelfRelativeReader {
  private static final int KNOWN_CONTROL = knownControl();

  private final ForeignBytes bytes;

  private SelfRelativeReader(ForeignBytes bytes) {
    this.bytes = bytes;
  }

  static SecurityDescriptor read(MemorySegment bytes) {
    long size = bytes.byteSize();
    if (size < SelfRelative.HEADER_BYTES || size > SecurityDescriptor.MAX_BYTES) {
      throw Sddl.invalid(
          "binary security descriptor of " + size + " bytes",
          "Give the "
              + SelfRelative.HEADER_BYTES
              + " to "
              + SecurityDescriptor.MAX_BYTES
              + " bytes of one self-relative descriptor");
    }
    return new SelfRelativeReader(new ForeignBytes(Buffers.bytes(bytes))).descriptor();
  }

  private static int knownControl() {
    int known =
        SelfRelative.IS_SELF_RELATIVE
            | SelfRelative.DACL_PRESENT
            | SelfRelative.OWNER_DEFAULTED
            | SelfRelative.GROUP_DEFAULTED
            | SelfRelative.DACL_DEFAULTED;
    for (AccessControlList.Flag flag : AccessControlList.Flag.values()) {
      known |= flag.controlBit();
    }
    return known;
  }

  private SecurityDescriptor descriptor() {
    int revision = bytes.u8(0);
    if (revision != SelfRelative.REVISION) {
      throw ForeignBytes.refusal(
          0, NtStatus.UNKNOWN_REVISION, "revision " + revision, "Descriptors have revision 1");
    }
    int control = control();
    return new SecurityDescriptor(sid(SelfRelative.OWNER), sid(SelfRelative.GROUP), dacl(control));
  }

  private int control() {
    int control = bytes.u16(SelfRelative.CONTROL);
    if ((control & SelfRelative.IS_SELF_RELATIVE) == 0) {
      throw refusal(
          SelfRelative.CONTROL,
          "an absolute descriptor, which consists of pointers",
          "MakeSelfRelativeSD makes a self-relative one of it");
    }
    if ((control & SelfRelative.SACL_BITS) != 0 || bytes.u32(SelfRelative.SACL) != 0) {
      throw refusal(
          SelfRelative.CONTROL,
          "a SACL, or flags of one",
          "Ports keep no audit and know no labels: leave it out");
    }
    int resourceManager = bytes.u8(1);
    if ((control & ~KNOWN_CONTROL) != 0 || resourceManager != 0) {
      throw refusal(
          SelfRelative.CONTROL,
          String.format("control 0x%04x, resource manager 0x%02x", control, resourceManager),
          "Flags of servers and resource managers mean nothing for a port: leave them out");
    }
    return control;
  }

  private @Nullable Sid sid(int field) {
    return bytes.u32(field) == 0 ? null : bytes.sid(offset(field), bytes.size());
  }

  private @Nullable AccessControlList dacl(int control) {
    Set<AccessControlList.Flag> flags = flags(control);
    boolean hasOffset = bytes.u32(SelfRelative.DACL) != 0;
    boolean present = (control & SelfRelative.DACL_PRESENT) != 0;
    if (!present && (hasOffset || !flags.isEmpty())) {
      throw refusal(
          SelfRelative.CONTROL,
          "a DACL, or flags of one, without SE_DACL_PRESENT",
          "Set the bit; without it the descriptor admits everyone");
    }
    if (!present) {
      return null;
    }
    return hasOffset
        ? new AccessControlList(
            flags, false, new ForeignList(bytes, offset(SelfRelative.DACL)).entries())
        : new AccessControlList(flags, true, List.of());
  }

  private static Set<AccessControlList.Flag> flags(int control) {
    Set<AccessControlList.Flag> flags = EnumSet.noneOf(AccessControlList.Flag.class);
    for (AccessControlList.Flag flag : AccessControlList.Flag.values()) {
      if ((control & flag.controlBit()) != 0) {
        flags.add(flag);
      }
    }
    return flags;
  }

  /** Where a part begins: behind the header, on four bytes, inside of what was given. */
  private int offset(int field) {
    long offset = bytes.u32(field);
    if (offset < SelfRelative.HEADER_BYTES || offset % 4 != 0 || offset >= bytes.size()) {
      throw refusal(
          field,
          "offset " + offset + " in a descriptor of " + bytes.size() + " bytes",
          "A part begins behind the header, at a multiple of 4");
    }
    return (int) offset;
  }

  private static FilterPortException refusal(int at, String what, String advice) {
    return ForeignBytes.refusal(at, NtStatus.INVALID_SECURITY_DESCR, what, advice);
  }
}
