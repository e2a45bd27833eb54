package io.filterport.security;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Writes a self-relative descriptor: header, DACL, owner, group. Used once, by one thread. */
final class SelfRelativeWriter {
  private final ByteBuffer bytes;

  private SelfRelativeWriter(int size) {
    bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  static MemorySegment write(SecurityDescriptor descriptor) {
    AccessControlList dacl = descriptor.dacl();
    int size =
        SelfRelative.HEADER_BYTES
            + (dacl == null || dacl.isNull() ? 0 : dacl.bytes())
            + bytes(descriptor.owner())
            + bytes(descriptor.group());
    return new SelfRelativeWriter(size).descriptor(descriptor);
  }

  private static int bytes(@Nullable Sid sid) {
    return sid == null ? 0 : sid.bytes();
  }

  private MemorySegment descriptor(SecurityDescriptor descriptor) {
    AccessControlList dacl = descriptor.dacl();
    bytes.put((byte) SelfRelative.REVISION);
    bytes.putShort(SelfRelative.CONTROL, (short) control(dacl));
    bytes.position(SelfRelative.HEADER_BYTES);
    if (dacl != null && !dacl.isNull()) {
      beginPart(SelfRelative.DACL);
      list(dacl);
    }
    part(SelfRelative.OWNER, descriptor.owner());
    part(SelfRelative.GROUP, descriptor.group());
    return MemorySegment.ofArray(bytes.array());
  }

  private static int control(@Nullable AccessControlList dacl) {
    int control = SelfRelative.IS_SELF_RELATIVE;
    if (dacl != null) {
      control |= SelfRelative.DACL_PRESENT;
      for (AccessControlList.Flag flag : dacl.flags()) {
        control |= flag.controlBit();
      }
    }
    return control;
  }

  private void part(int offset, @Nullable Sid sid) {
    if (sid != null) {
      beginPart(offset);
      sid(sid);
    }
  }

  private void beginPart(int offset) {
    bytes.putInt(offset, bytes.position());
  }

  private void list(AccessControlList dacl) {
    bytes.put((byte) SelfRelative.ACL_REVISION);
    bytes.put((byte) 0);
    bytes.putShort((short) dacl.bytes());
    bytes.putShort((short) dacl.entries().size());
    bytes.putShort((short) 0);
    dacl.entries().forEach(this::entry);
  }

  private void entry(AccessControlEntry entry) {
    bytes.put((byte) entry.type().code());
    bytes.put((byte) entry.flags().stream().mapToInt(AccessControlEntry.Flag::bit).sum());
    bytes.putShort((short) entry.bytes());
    bytes.putInt(entry.mask().bits());
    sid(entry.sid());
  }

  private void sid(Sid sid) {
    bytes.put((byte) SelfRelative.REVISION);
    bytes.put((byte) sid.subAuthorities().size());
    for (int shift = 40; shift >= 0; shift -= Byte.SIZE) {
      bytes.put((byte) (sid.authority() >>> shift));
    }
    sid.subAuthorities().forEach(number -> bytes.putInt(number.intValue()));
  }
}
