package io.filterport.security;

import static io.filterport.security.Refusals.assertInvalidDescriptor;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityDescriptorTest {

  @Test
  @DisplayName("SEC-01: the default descriptor names SYSTEM and Administrators and nobody else")
  void defaultDescriptor() {
    assertThat(SecurityDescriptor.defaultForPort(AccessMask.FLT_PORT_ALL_ACCESS).toSddl())
        .isEqualTo("D:(A;;0x1f0001;;;SY)(A;;0x1f0001;;;BA)");
    assertThat(SecurityDescriptor.defaultForPort(AccessMask.FLT_PORT_CONNECT).toSddl())
        .isEqualTo("D:(A;;0x1;;;SY)(A;;0x1;;;BA)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "D:",
        "D:P",
        "D:PARAI",
        "D:NO_ACCESS_CONTROL",
        "D:PNO_ACCESS_CONTROL",
        "D:(A;;GA;;;SY)",
        "D:(A;;0x1;;;WD)(D;;GA;;;AU)",
        "D:PAI(A;;GA;;;SY)(A;;GRGW;;;BA)(D;;GX;;;S-1-22-2-27)",
        "D:AR(A;;GA;;;S-1-5-21-1-2-3-500)",
        "O:SY",
        "G:BA",
        "O:SYG:BA",
        "O:SYD:",
        "G:S-1-22-2-0D:NO_ACCESS_CONTROL",
        "O:S-1-22-1-0G:S-1-22-2-0D:(A;;GA;;;SY)",
        "O:S-1-0xd00000000000-1G:BAD:P"
      })
  @DisplayName("MAP-02: a canonical text prints as it was read")
  void canonical(String sddl) {
    assertThat(SecurityDescriptor.parse(sddl).toSddl()).isEqualTo(sddl);
  }

  @ParameterizedTest
  @CsvSource({
    "D:AIP, D:PAI",
    "D:AIARP, D:PARAI",
    "D:(A;;GRGA;;;S-1-5-18), D:(A;;GAGR;;;SY)",
    "D:(A;;0x001F0001;;;BA), D:(A;;0x1f0001;;;BA)",
    "D:(A;;1;;;WD), D:(A;;0x1;;;WD)",
    "D:(A;;RC;;;WD), D:(A;;0x20000;;;WD)",
    "O:S-1-5-32-544G:S-1-1-0D:, O:BAG:WDD:",
    "O:S-1-2-0x200D:, O:S-1-2-512D:",
    "O:S-1-2-0xDD:, O:S-1-2-13D:",
    "D:P(A;;GA;;;SY)G:BAO:SY, O:SYG:BAD:P(A;;GA;;;SY)",
    "G:BAO:SY, O:SYG:BA",
    "D:PP, D:P",
    "D:AIPAI, D:PAI",
    "D:p ar, D:PAR",
    "' O:SY  G:BA\tD: P AI (A;;GA;;;SY)\n (D;;0x1;;;WD)\r\n', O:SYG:BAD:PAI(A;;GA;;;SY)(D;;0x1;;;WD)",
    "D: PNO_ACCESS_CONTROL , D:PNO_ACCESS_CONTROL",
    "D:(A;OICIID;GA;;;SY), D:(A;OICIID;GA;;;SY)"
  })
  @DisplayName("MAP-02: other spellings print canonically")
  void otherSpellings(String sddl, String canonical) {
    SecurityDescriptor descriptor = SecurityDescriptor.parse(sddl);

    assertThat(descriptor).hasToString(canonical);
    assertThat(SecurityDescriptor.parse(canonical)).isEqualTo(descriptor);
  }

  @Test
  @DisplayName("SEC-08: no DACL, the NULL DACL and the empty DACL are three things")
  void threeKindsOfNothing() {
    assertThat(SecurityDescriptor.parse("O:SY").dacl()).isNull();
    assertThat(SecurityDescriptor.parse("D:NO_ACCESS_CONTROL").dacl())
        .isEqualTo(AccessControlList.NULL)
        .isNotEqualTo(SecurityDescriptor.parse("D:").dacl());
    assertThat(SecurityDescriptor.parse("D:").dacl())
        .isEqualTo(AccessControlList.of())
        .hasToString("D:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                              | is empty
          ` `                             | is empty
          d:                              | character 1: unexpected text "d:"
          o:SY                            | character 1: unexpected text "o:SY"
          D                               | unexpected text "D"
          `D :`                           | unexpected text "D :"
          D:X                             | character 3: unexpected text "X"
          D:A                             | unexpected text "A"
          D:(A;;GA;;;SY)P                 | character 15: unexpected text "P"
          D:NO_ACCESS_CONTROLP            | unexpected text "P"
          D:NO_ACCESS_CONTROL(D;;GA;;;WD) | NO_ACCESS_CONTROL and entries
          `D:NO_ACCESS_CONTROL (D;;GA;;;WD)` | NO_ACCESS_CONTROL and entries
          D:NO_ACCESS                     | unexpected text "NO_ACCESS"
          D:no_access_control             | unexpected text "no_access_control"
          D:(A;;GA;;;SY)D:                | character 15: D: for the second time
          D:D:                            | D: for the second time
          O:SYO:SY                        | character 5: O: for the second time
          G:SYD:G:BA                      | character 7: G: for the second time
          O:                              | character 3: SID ""
          G:                              | character 3: SID ""
          O:D:                            | SID ""
          O::                             | SID ""
          O:XX                            | character 3: SID "XX"
          `O: XX `                        | character 4: SID "XX"
          G:S-1-5                         | character 3: SID "S-1-5" is malformed
          O:DAG:SY                        | character 3: SID "DA" stands for an account of a domain
          S:                              | SACL
          D:S:                            | SACL
          D:PS:(AU;SA;GA;;;WD)            | SACL
          D:(A;;GA;;;SY)S:(AU;SA;GA;;;WD) | character 15: unexpected text
          D:(A;;GA;;;SY)S:(ML;;NW;;;LW)   | SACL
          O:SYG:BAD:(A;;GA;;;SY)S:AI      | SACL
          D:(A;;GA;;;SY                   | character 3: entry
          D:(                             | character 3: entry
          D:)                             | unexpected text ")"
          D:(A;;GA;;;SY))                 | unexpected text ")"
          D:(A;;GA;;;SY)(A;;GA;;;XX)      | character 24: SID "XX"
          D:(A;;GA;;;SY)(A;XX;GA;;;BA)    | character 18: entry flag "XX"
          D:(A;;GA;;;SY)(A;;GAXX;;;BA)    | character 21: right "XX" in "GAXX"
          D:(XA;;GA;;;WD;(a == "b:c"))    | character 4: entry type "XA" is a conditional
          A;;GA;;;SY                      | unexpected text
          everyone                        | unexpected text "everyone"
          """)
  @DisplayName("MAP-02: anything not understood is an error that says where it stands")
  void bad(String sddl, String expected) {
    assertInvalidDescriptor(() -> SecurityDescriptor.parse(sddl), expected);
  }

  @Test
  @DisplayName("MAP-02: control characters of a bad text do not reach the terminal")
  void errorsAreSafeToPrint() {
    assertInvalidDescriptor(
        () -> SecurityDescriptor.parse("\u001b[2J\u202eé"), "\"\\u001b[2J\\u202e\\u00e9\"");
  }

  @Test
  @DisplayName("MAP-02: a bad text is quoted up to 60 characters")
  void errorsAreShort() {
    String most = "~".repeat(60);

    assertInvalidDescriptor(() -> SecurityDescriptor.parse(most), '"' + most + '"');
    assertInvalidDescriptor(() -> SecurityDescriptor.parse(most + "~"), '"' + most + "…\"");
  }

  @Test
  @DisplayName("MAP-02: a descriptor that says nothing cannot be made")
  void nothing() {
    assertInvalidDescriptor(() -> new SecurityDescriptor(null, null, null), "admit everyone");
  }

  @Test
  @DisplayName("MAP-02: a DACL of 65,528 bytes is taken, as on Windows, one of 65,548 is not")
  void entryLimit() {
    String entry = "(A;;0x1;;;WD)";
    String most = "D:" + entry.repeat(3276);

    assertThat(SecurityDescriptor.parse(most).toSddl()).isEqualTo(most);
    assertInvalidDescriptor(
        () -> SecurityDescriptor.parse(most + entry), "DACL of 3277 entries that take 65548 bytes");
  }

  @Test
  @DisplayName("MAP-02: 65,536 characters are read, one more is not")
  void lengthLimit() {
    assertInvalidDescriptor(() -> SecurityDescriptor.parse("D".repeat(65_536)), "unexpected text");
    assertInvalidDescriptor(
        () -> SecurityDescriptor.parse("D".repeat(65_537)), "of 65537 characters");
  }

  @Test
  @DisplayName("MAP-02: a descriptor that could not be read again cannot be made")
  void printedLengthLimit() {
    AccessControlEntry entry =
        AccessControlEntry.allow(new AccessMask(-1), Sid.of(5, 21, 1 << 30, 1 << 30, 1 << 30, 500));
    List<AccessControlEntry> entries = Collections.nCopies(1800, entry);
    AccessControlList dacl = new AccessControlList(Set.of(), false, entries);

    assertInvalidDescriptor(() -> SecurityDescriptor.of(dacl), "characters");
  }

  @Test
  @DisplayName("SEC-08: a NULL DACL cannot have entries")
  void nullDaclWithEntries() {
    AccessControlEntry entry = AccessControlEntry.deny(AccessMask.GENERIC_ALL, Sid.EVERYONE);

    assertInvalidDescriptor(
        () -> new AccessControlList(Set.of(), true, List.of(entry)), "Decide for one");
  }
}
