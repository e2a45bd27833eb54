package io.filterport.security;

import static io.filterport.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelfRelativeTest {
  /** Written by hand from the documented layouts, a structure a line. */
  private static final String DEFAULT =
      """
      01 00 0480 00000000 00000000 00000000 14000000
      02 00 3400 0200 0000
      00 00 1400 01001f00 01 01 000000000005 12000000
      00 00 1800 01001f00 01 02 000000000005 20000000 20020000
      """;

  /** Owner and group first, the list last and longer than its entries, all flags, revision 4. */
  private static final String FOREIGN =
      """
      01 00 0f95 14000000 20000000 00000000 30000000
      01 01 000000000005 12000000
      01 02 000000000005 20000000 20020000
      04 00 2400 0100 0000
      01 df 1400 00000010 01 01 010203040506 ffffffff
      deadbeef 00000000
      """;

  private static final Set<NtStatus> REFUSALS =
      Set.of(
          NtStatus.INVALID_SECURITY_DESCR,
          NtStatus.INVALID_ACL,
          NtStatus.INVALID_SID,
          NtStatus.UNKNOWN_REVISION);

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  private static SecurityDescriptor read(byte... bytes) {
    return SecurityDescriptor.fromBytes(Buffers.of(bytes));
  }

  private static byte[] written(SecurityDescriptor descriptor) {
    return Buffers.bytes(descriptor.toBytes());
  }

  @Test
  @DisplayName("SEC-01: the default descriptor has the bytes that Windows documents")
  void goldenDefault() {
    SecurityDescriptor descriptor =
        SecurityDescriptor.defaultForPort(AccessMask.FLT_PORT_ALL_ACCESS);

    assertThat(written(descriptor)).isEqualTo(bytes(DEFAULT));
    assertThat(read(bytes(DEFAULT))).isEqualTo(descriptor);
  }

  @Test
  @DisplayName("MAP-02: parts in another order, free bytes in the list and flags of a default")
  void foreignOrder() {
    SecurityDescriptor descriptor = read(bytes(FOREIGN));

    assertThat(descriptor)
        .hasToString("O:SYG:BAD:PARAI(D;OICINPIOIDSAFA;GA;;;S-1-0x010203040506-4294967295)");
    assertThat(written(descriptor))
        .isEqualTo(
            bytes(
                """
                01 00 0495 30000000 3c000000 00000000 14000000
                02 00 1c00 0100 0000
                01 df 1400 00000010 01 01 010203040506 ffffffff
                01 01 000000000005 12000000
                01 02 000000000005 20000000 20020000
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "D:NO_ACCESS_CONTROL, 01 00 0480 00000000 00000000 00000000 00000000",
    "D:PNO_ACCESS_CONTROL, 01 00 0490 00000000 00000000 00000000 00000000",
    "D:, 01 00 0480 00000000 00000000 00000000 14000000 02 00 0800 0000 0000",
    "O:WD, 01 00 0080 14000000 00000000 00000000 00000000 01 01 000000000001 00000000",
    "G:WD, 01 00 0080 00000000 14000000 00000000 00000000 01 01 000000000001 00000000"
  })
  @DisplayName("SEC-08: the NULL DACL, the empty DACL and no DACL as bytes")
  void kindsOfNothing(String sddl, String hex) {
    assertThat(written(SecurityDescriptor.parse(sddl))).isEqualTo(bytes(hex));
    assertThat(read(bytes(hex))).isEqualTo(SecurityDescriptor.parse(sddl));
  }

  @Test
  @DisplayName("MAP-02: native memory is read, too, and free bytes at the end do no harm")
  void nativeMemory() {
    try (Arena arena = Arena.ofConfined()) {
      byte[] golden = bytes(DEFAULT);
      MemorySegment memory = arena.allocate(golden.length + 7L);
      MemorySegment.copy(Buffers.of(golden), 0, memory, 0, golden.length);

      assertThat(SecurityDescriptor.fromBytes(memory)).isEqualTo(read(golden));
    }
  }

  /** Byte offsets and values that are set in the default descriptor. */
  @ParameterizedTest(name = "byte {0} = {1}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0  | 02       | UNKNOWN_REVISION       | revision 2
          1  | 01       | INVALID_SECURITY_DESCR | resource manager 0x01
          3  | 00       | INVALID_SECURITY_DESCR | an absolute descriptor
          2  | 14       | INVALID_SECURITY_DESCR | a SACL
          3  | a0       | INVALID_SECURITY_DESCR | a SACL
          12 | 14       | INVALID_SECURITY_DESCR | a SACL
          3  | c0       | INVALID_SECURITY_DESCR | control 0xc004
          2  | 44       | INVALID_SECURITY_DESCR | control 0x8044
          2  | 84       | INVALID_SECURITY_DESCR | control 0x8084
          2  | 00       | INVALID_SECURITY_DESCR | without SE_DACL_PRESENT
          16 | 10       | INVALID_SECURITY_DESCR | at byte 16: offset 16
          16 | 15       | INVALID_SECURITY_DESCR | offset 21
          16 | 48       | INVALID_SECURITY_DESCR | offset 72 in a descriptor of 72 bytes
          16 | ffffffff | INVALID_SECURITY_DESCR | offset 4294967295
          16 | 44       | INVALID_ACL            | a DACL in the last 4 bytes
          20 | 03       | INVALID_ACL            | a DACL of revision 3
          21 | 01       | INVALID_ACL            | bytes that must be zero
          26 | 01       | INVALID_ACL            | bytes that must be zero
          22 | 38       | INVALID_ACL            | a DACL of 56 bytes where 52 are left
          22 | 07       | INVALID_ACL            | a DACL of 7 bytes
          22 | 30       | INVALID_ACL            | an entry of 24 bytes where 20 are left
          22 | 24       | INVALID_ACL            | an entry of 24 bytes where 8 are left
          24 | 03       | INVALID_ACL            | an entry in the last 0 bytes
          28 | 02       | INVALID_ACL            | at byte 28: entry type 2 is an audit or alarm entry
          28 | 04       | INVALID_ACL            | a compound entry
          28 | 05       | INVALID_ACL            | an object entry
          28 | 09       | INVALID_ACL            | a conditional (callback) entry
          28 | 0c       | INVALID_ACL            | a conditional (callback) entry
          28 | 11       | INVALID_ACL            | a label
          28 | 15       | INVALID_ACL            | a central policy
          28 | 16       | INVALID_ACL            | entry type 22 is no type of entry
          29 | 20       | INVALID_ACL            | entry flag 0x20
          30 | 04       | INVALID_ACL            | an entry of 4 bytes
          30 | 08       | INVALID_SID            | at byte 36: no SID
          30 | 10       | INVALID_SID            | at byte 36: no SID
          30 | 18       | INVALID_ACL            | an entry of 24 bytes that fills 20
          30 | ffff     | INVALID_ACL            | an entry of 65535 bytes where 44 are left
          36 | 02       | INVALID_SID            | no SID of revision 1
          37 | 00       | INVALID_SID            | no SID
          37 | 10       | INVALID_SID            | no SID
          4  | 44       | INVALID_SID            | at byte 68: no SID
          8  | 44       | INVALID_SID            | at byte 68: no SID
          """)
  @DisplayName("MAP-02: bytes that are no descriptor of a port are refused with their place")
  void refused(int offset, String hex, String status, String expected) {
    byte[] damaged = bytes(DEFAULT);
    byte[] values = bytes(hex);
    System.arraycopy(values, 0, damaged, offset, values.length);

    assertRefused(() -> read(damaged), statusNamed(status), expected);
  }

  private static NtStatus statusNamed(String name) {
    return REFUSALS.stream()
        .filter(status -> status.toString().contains("STATUS_" + name + " "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("MAP-02: bytes without any part would admit everyone and are refused")
  void empty() {
    assertRefused(
        () -> read(bytes("01 00 0080 00000000 00000000 00000000 00000000")),
        NtStatus.INVALID_SECURITY_DESCR,
        "admit everyone");
  }

  @Test
  @DisplayName("MAP-02: fewer bytes than a header and more than any descriptor are refused")
  void sizes() {
    assertRefused(() -> read(), NtStatus.INVALID_SECURITY_DESCR, "of 0 bytes");
    assertRefused(() -> read(new byte[19]), NtStatus.INVALID_SECURITY_DESCR, "of 19 bytes");
    assertRefused(() -> read(new byte[65_692]), NtStatus.INVALID_SECURITY_DESCR, "of 65692 bytes");
    byte[] most = Arrays.copyOf(bytes(DEFAULT), 65_691);
    assertThat(read(most)).isEqualTo(read(bytes(DEFAULT)));
  }

  @Test
  @DisplayName("MAP-02: the largest list that a text can say has bytes, and they are read again")
  void largest() {
    SecurityDescriptor descriptor =
        SecurityDescriptor.parse("O:SYG:BAD:" + "(A;;0x1;;;WD)".repeat(3276));

    assertThat(SecurityDescriptor.fromBytes(descriptor.toBytes())).isEqualTo(descriptor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "D:(A;;0x1f0001;;;SY)(A;;0x1f0001;;;BA)",
        "D:NO_ACCESS_CONTROL",
        "O:SYG:BAD:PAI(D;OIIO;GX;;;S-1-22-1-1000)(A;ID;GA;;;S-1-0x010203040506-1-2-3)",
        "G:S-1-22-2-5D:",
        "O:BAD:(A;;GA;;;S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15)"
      })
  @DisplayName("MAP-02: every change of one byte is refused, or says something that keeps")
  void everyByte(String sddl) {
    byte[] good = written(SecurityDescriptor.parse(sddl));
    int refused = 0;
    for (int at = 0; at < good.length; at++) {
      for (int change = 1; change < 256; change++) {
        byte[] damaged = good.clone();
        damaged[at] ^= (byte) change;
        refused += keeps(damaged) ? 0 : 1;
      }
    }
    assertThat(refused).isGreaterThan(good.length);
  }

  @Test
  @DisplayName("MAP-02: every shorter piece is refused, or says something that keeps")
  void everyLength() {
    byte[] good = bytes(FOREIGN);
    for (int length = 0; length < good.length; length++) {
      assertThat(keeps(Arrays.copyOf(good, length))).as("%d bytes", length).isFalse();
    }
  }

  @Test
  @DisplayName("MAP-02: many changes at once are refused, or say something that keeps")
  void noise() {
    Random random = new Random(0xB17E5);
    byte[] good = bytes(FOREIGN);
    int kept = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = good.clone();
      for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(8);
      }
      kept += keeps(damaged) ? 1 : 0;
    }
    assertThat(kept).isBetween(40, 19_960);
  }

  /** Whether the bytes are read; then they are read from what is written, too, in both forms. */
  private static boolean keeps(byte[] bytes) {
    SecurityDescriptor read = readOrNull(bytes);
    if (read != null) {
      assertThat(List.of(SecurityDescriptor.fromBytes(read.toBytes()), parsedAgain(read)))
          .containsOnly(read);
    }
    return read != null;
  }

  private static SecurityDescriptor parsedAgain(SecurityDescriptor read) {
    return SecurityDescriptor.parse(read.toSddl());
  }

  /** Any exception but the documented ones escapes and fails the test. */
  private static @Nullable SecurityDescriptor readOrNull(byte[] bytes) {
    try {
      return read(bytes);
    } catch (FilterPortException e) {
      if (!REFUSALS.contains(e.status())) {
        throw e;
      }
      return null;
    }
  }
}
