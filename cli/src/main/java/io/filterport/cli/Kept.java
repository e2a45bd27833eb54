package io.filterport.cli;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a message as a recording has them. Immutable; nobody changes the array.
 *
 * @param length how many there were
 * @param bytes the first of them, or all; null if none were to be kept
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Kept(long length, byte @Nullable [] bytes) {
  static final Kept NOTHING = new Kept(0, null);

  /** {@return a copy of what is to be kept, whose room was reserved} */
  static Kept of(MemorySegment message, int most) {
    long length = message.byteSize();
    return new Kept(
        length,
        most < 0 ? null : message.asSlice(0, room(length, most)).toArray(ValueLayout.JAVA_BYTE));
  }

  /** {@return how many bytes are kept of so many} */
  static int room(long length, int most) {
    return Math.clamp(length, 0, Math.max(most, 0));
  }

  /** {@return whether nothing is missing} */
  boolean isWhole() {
    return length == 0 || (bytes != null && bytes.length == length);
  }

  /** {@return the bytes that were kept} */
  byte[] kept() {
    return bytes == null ? new byte[0] : bytes;
  }
}
