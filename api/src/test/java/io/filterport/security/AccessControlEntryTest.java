package io.filterport.security;

import static io.filterport.security.Refusals.assertInvalidDescriptor;
import static org.assertj.core.api.Assertions.assertThat;

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
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          (OA;;GA;;;SY)                            | an object entry
          (OD;;GA;;;SY)                            | an object entry
          (AU;SA;GA;;;SY)                          | an audit entry
          (OU;SA;GA;;;SY)                          | an audit entry
          (XU;SA;GA;;;SY;(Member_of{BA}))          | an audit entry
          (AL;;GA;;;SY)                            | an alarm entry
          (OL;;GA;;;SY)                            | an alarm entry
          (XA;;GA;;;WD;(@User.clearance > 1))      | a conditional entry
          (XD;;GA;;;WD;(@User.clearance > 1))      | a conditional entry
          (ZA;;GA;;;WD;(Member_of{BA}))            | a conditional entry
          (ML;;NW;;;LW)                            | a mandatory label
          (TL;;0x1;;;S-1-19-512-1536)              | a process trust label
          (RA;;;;;WD;("Secrecy",TU,0,3))           | a resource attribute
          (SP;;;;;S-1-17-22)                       | a central policy
          (FL;;GA;;;WD)                            | an access filter
          (B;;GA;;;SY)                             | not an entry type
          (a;;GA;;;SY)                             | not an entry type
          ( A;;GA;;;SY)                            | not an entry type
          (;;GA;;;SY)                              | not an entry type
          ()                                       | not an entry type
          (A;CI;GA;;;SY)                           | inheritance
          (A;OI;GA;;;SY)                           | inheritance
          (A;NP;GA;;;SY)                           | inheritance
          (D;IO;GA;;;SY)                           | inheritance
          (A;ID;GA;;;SY)                           | inheritance
          (A;OICI;GA;;;SY)                         | inheritance
          (A;SA;GA;;;SY)                           | inheritance or audit
          (A; ;GA;;;SY)                            | inheritance
          (A;;GA;bf967aba-0de6-11d0-a285-00aa003049e2;;SY) | object type
          (A;;GA;;bf967aba-0de6-11d0-a285-00aa003049e2;SY) | object type
          (A;;GA; ;;SY)                            | object type
          (A;;;;;SY)                               | no rights
          (A;;GA;;;)                               | neither a known alias
          (A;;GA;;;SY;)                            | has 7 fields
          (A;;GA;;;SY;;)                           | has 8 fields
          (A;;GA;;SY)                              | has 5 fields
          (A)                                      | has 1 fields
          A;;GA;;;SY                               | not in parentheses
          (A;;GA;;;SY                              | not in parentheses
          A;;GA;;;SY)                              | not in parentheses
          `(A;;GA;;;SY) `                          | not in parentheses
          (                                        | not in parentheses
          )                                        | not in parentheses
          ((A;;GA;;;SY))                           | not an entry type
          (A;;GA;;;(SY))                           | neither a known alias
          (A;;FA;;;SY)                             | no right of a port
          (A;;GA;;;XX)                             | neither a known alias
          """)
  @DisplayName("MAP-02: any other entry is an error, never ignored and never an allow")
  void bad(String text, String expected) {
    assertInvalidDescriptor(() -> AccessControlEntry.parse(text), expected);
  }
}
