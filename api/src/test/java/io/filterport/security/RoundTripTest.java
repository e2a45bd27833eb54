package io.filterport.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  private static final int CASES = 4_000;

  @Test
  @DisplayName("MAP-02: every descriptor parses from its own text, and prints it again")
  void printThenParse() {
    RandomDescriptors random = new RandomDescriptors(0x5DD1);
    for (int i = 0; i < CASES; i++) {
      SecurityDescriptor descriptor = random.descriptor();
      String sddl = descriptor.toSddl();

      SecurityDescriptor again = SecurityDescriptor.parse(sddl);

      assertThat(again).as(sddl).isEqualTo(descriptor);
      assertThat(again.toSddl()).isEqualTo(sddl);
    }
  }

  @Test
  @DisplayName("MAP-02: every descriptor is read from its own bytes, and writes them again")
  void bytesThenRead() {
    RandomDescriptors random = new RandomDescriptors(0xB17E);
    for (int i = 0; i < CASES; i++) {
      SecurityDescriptor descriptor = random.descriptor();
      MemorySegment bytes = descriptor.toBytes();

      SecurityDescriptor again = SecurityDescriptor.fromBytes(bytes);

      assertThat(again).isEqualTo(descriptor);
      assertThat(again.toBytes().mismatch(bytes)).isEqualTo(-1);
    }
  }

  @Test
  @DisplayName("MAP-02: a damaged text is refused, or is a descriptor with a text of its own")
  void damagedText() {
    RandomDescriptors random = new RandomDescriptors(0xBAD);
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      String damaged = random.damaged(random.descriptor().toSddl());
      SecurityDescriptor read = readOrNull(damaged);
      refused += read == null ? 1 : 0;
      if (read != null) {
        assertThat(SecurityDescriptor.parse(read.toSddl())).as(damaged).isEqualTo(read);
      }
    }
    assertThat(refused).isBetween(CASES / 4, CASES - 1);
  }

  /** Any exception but the documented one escapes and fails the test. */
  private static @Nullable SecurityDescriptor readOrNull(String sddl) {
    try {
      return SecurityDescriptor.parse(sddl);
    } catch (FilterPortException e) {
      assertThat(e.status()).as(sddl).isEqualTo(NtStatus.INVALID_SECURITY_DESCR);
      return null;
    }
  }
}
