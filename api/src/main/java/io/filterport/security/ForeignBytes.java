package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A private copy of a binary descriptor of any origin, and the numbers and SIDs in it. */
final class ForeignBytes {
  private final ByteBuffer bytes;

  ForeignBytes(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  int size() {
    return bytes.capacity();
  }

  int u8(int at) {
    return Byte.toUnsignedInt(bytes.get(at));
  }

  int u16(int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  int i32(int at) {
    return bytes.getInt(at);
  }

  long u32(int at) {
    return Integer.toUnsignedLong(bytes.getInt(at));
  }

  /** The SID that begins here and ends before the end, or at it. */
  Sid sid(int at, int end) {
    int left = end - at;
    int count = left < Sid.HEADER_BYTES ? 0 : u8(at + 1);
    boolean fits = count > 0 && left >= Sid.HEADER_BYTES + count * Integer.BYTES;
    if (!fits || count > Sid.MAX_SUB_AUTHORITIES || u8(at) != SelfRelative.REVISION) {
      throw refusal(
          at,
          NtStatus.INVALID_SID,
          "no SID of revision 1 with 1 to 15 numbers in " + left + " bytes",
          "See SID in the documentation of Windows");
    }
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(u32(at + Sid.HEADER_BYTES + i * Integer.BYTES));
    }
    return new Sid(authority(at + SelfRelative.SID_AUTHORITY), numbers);
  }

  private long authority(int at) {
    long authority = 0;
    for (int i = 0; i < Sid.HEADER_BYTES - SelfRelative.SID_AUTHORITY; i++) {
      authority = authority << Byte.SIZE | u8(at + i);
    }
    return authority;
  }

  static FilterPortException refusal(int at, NtStatus status, String what, String advice) {
    return new FilterPortException(
        "binary security descriptor at byte " + at + ": " + what, status, advice);
  }
}
