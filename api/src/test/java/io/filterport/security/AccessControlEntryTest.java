package io.filterport.security;

import static io.filterport.security.Refusals.assertInvalidDescriptor;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessControlEntryTest {

  @Test
  @DisplayName("MAP-02: allow and deny entries are read and printed")
  void good() {
    assertThat(AccessControlEntry.parse("(A;;0x1f0001;;;SY)"))
        .isEqualTo(AccessControlEntry.allow(AccessMask.FLT_PORT_ALL_ACCESS, Sid.SYSTEM))
        .hasToString("(A;;0x1f0001;;;SY)");
    assertThat(AccessControlEntry.parse("(D;;GRGX;;;S-1-22-1-7)"))
        .isEqualTo(
            AccessControlEntry.deny(
                AccessMask.GENERIC_READ.or(AccessMask.GENERIC_EXECUTE), Sid.ofUid(7)))
        .hasToString("(D;;GRGX;;;S-1-22-1-7)");
  }

  @ParameterizedTest
  @CsvSource({
    "(A;;GA;;;SY), (A;;GA;;;SY)",
    "(a;;ga;;;sy), (A;;GA;;;SY)",
    "(A;OICINPIOIDSAFA;GA;;;SY), (A;OICINPIOIDSAFA;GA;;;SY)",
    "(D;idOI;0x1;;;WD), (D;OIID;0x1;;;WD)",
    "(A;OIOI;GA;;;SY), (A;OI;GA;;;SY)",
    "( A ; CI IO ; GR GX ; ; ; SY ), (A;CIIO;GRGX;;;SY)",
    "' (A;;GA;;;SY)\t', (A;;GA;;;SY)",
    "(A;;FA;;;BU), (A;;0x1f01ff;;;BU)",
    "(A;;CCDCLCSWRPWPDTLOCR;;;s-1-5-0x20-0x220), (A;;0x1ff;;;BA)"
  })
  @DisplayName("MAP-02: flags, white space, either case; printed canonically")
  void spellings(String text, String canonical) {
    AccessControlEntry entry = AccessControlEntry.parse(text);

    assertThat(entry).hasToString(canonical);
    assertThat(AccessControlEntry.parse(canonical)).isEqualTo(entry);
  }

  @Test
  @DisplayName("SEC-10: an entry with the flag IO, and no other, is inherit-only")
  void inheritOnly() {
    assertThat(AccessControlEntry.parse("(A;OIIO;GA;;;SY)").isInheritOnly()).isTrue();
    assertThat(AccessControlEntry.parse("(A;OICINPIDSAFA;GA;;;SY)").isInheritOnly()).isFalse();
  }

  @Test
  @DisplayName("MAP-02: an entry does not change with the flags it was made from")
  void immutable() {
    Set<AccessControlEntry.Flag> flags = EnumSet.of(AccessControlEntry.Flag.OI);
    AccessControlEntry entry =
        new AccessControlEntry(
            AccessControlEntry.Type.ALLOW, flags, AccessMask.GENERIC_ALL, Sid.SYSTEM);

    flags.add(AccessControlEntry.Flag.IO);

    assertThat(entry.isInheritOnly()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          (OA;;GA;;;SY)                            | an object entry
          (oa;;GA;;;SY)                            | an object entry
          (OD;;GA;;;SY)                            | an object entry
          (OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;WD) | an object entry
          (AU;SA;GA;;;SY)                          | an audit or alarm entry
          (OU;SA;GA;;;SY)                          | an audit or alarm entry
          (XU;SA;GA;;;SY;(Member_of{BA}))          | an audit or alarm entry
          (AL;;GA;;;SY)                            | an audit or alarm entry
          (OL;;GA;;;SY)                            | an audit or alarm entry
          (XA;;GA;;;WD;(@User.clearance > 1))      | a conditional (callback) entry
          (XD;;GA;;;WD;(@User.clearance > 1))      | a conditional (callback) entry
          (ZA;;GA;;;WD;(Member_of{BA}))            | a conditional (callback) entry
          (ML;;NW;;;LW)                            | a label
          (TL;;0x1;;;S-1-19-512-1536)              | a label
          (RA;;;;;WD;("Secrecy",TU,0,3))           | an entry of a central policy
          (SP;;;;;S-1-17-22)                       | an entry of a central policy
          (FL;;GA;;;WD)                            | an entry of a central policy
          (za;;GA;;;WD;(Member_of{BA}))            | a conditional (callback) entry
          (B;;GA;;;SY)                             | "B" is no type of entry
          (AA;;GA;;;SY)                            | "AA" is no type of entry
          (A A;;GA;;;SY)                           | "A A" is no type of entry
          (;;GA;;;SY)                              | "" is no type of entry
          ()                                       | "" is no type of entry
          (A;CR;GA;;;SY)                           | character 4: entry flag "CR" is not known
          (A;TP;GA;;;SY)                           | entry flag "TP" is not known
          (A;OIXX;GA;;;SY)                         | character 6: entry flag "XX" is not known
          (A;OIC;GA;;;SY)                          | entry flag "C" is not known
          (A;O I;GA;;;SY)                          | entry flag "O " is not known
          (A;0x8;GA;;;SY)                          | entry flag "0x" is not known
          (A;;GA;bf967aba-0de6-11d0-a285-00aa003049e2;;SY) | character 8: object type
          (A;;GA;;bf967aba-0de6-11d0-a285-00aa003049e2;SY) | character 9: object type
          (A;;;;;SY)                               | character 5: no rights
          (A;; ;;;SY)                              | no rights
          (A;;GA;;;)                               | neither a known alias
          (A;;GA;;;SY;)                            | has 7 fields
          (A;;GA;;;SY;("Secrecy",TU,0,3))          | has 7 fields
          (A;;GA;;;SY;;)                           | has 8 fields
          (A;;GA;;SY)                              | has 5 fields
          (A)                                      | has 1 fields
          A;;GA;;;SY                               | not in parentheses
          (A;;GA;;;SY                              | not in parentheses
          A;;GA;;;SY)                              | not in parentheses
          ``                                       | not in parentheses
          (                                        | not in parentheses
          )                                        | not in parentheses
          ((A;;GA;;;SY))                           | "(A" is no type of entry
          (A;;GA;;;(SY))                           | neither a known alias
          (A;;GA;;;XX)                             | character 10: SID "XX" is neither
          (A;;GA;;;DA)                             | an account of a domain
          """)
  @DisplayName("MAP-02: any other entry is an error, never ignored and never an allow")
  void bad(String text, String expected) {
    assertInvalidDescriptor(() -> AccessControlEntry.parse(text), expected);
  }
}
