package io.filterport.verify.system;

import io.filterport.Buffers;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/** Bytes that are wrong if they are another's, shifted or torn. Stateless. */
final class Patterns {
  private Patterns() {}

  /** {@return bytes that depend on their number} The first is never {@link TestHost#HOLD}. */
  static MemorySegment of(int bytes) {
    byte[] pattern = new byte[bytes];
    new Random(bytes).nextBytes(pattern);
    if (bytes > 0) {
      pattern[0] = 0;
    }
    return Buffers.of(pattern);
  }
}
