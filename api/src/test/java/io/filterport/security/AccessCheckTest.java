package io.filterport.security;

import static io.filterport.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessCheckTest {
  private static final AccessToken USER =
      AccessToken.ofUnix(AccessToken.UNKNOWN, 1000, 1000, List.of(50L), Administrators.ROOT);

  private static AccessDecision check(String sddl, AccessMask desired) {
    return AccessCheck.check(SecurityDescriptor.parse(sddl), USER, desired);
  }

  @Test
  @DisplayName("SEC-04: connecting needs 0x1, in strict mode 0x1F0001")
  void neededRights() {
    assertThat(AccessCheck.CONNECT.bits()).isEqualTo(0x1);
    assertThat(AccessCheck.STRICT_CONNECT.bits()).isEqualTo(0x1F0001);
  }

  @Test
  @DisplayName("SEC-10: the decision tells what each entry did, up to the one that decided")
  void stepsInWords() {
    AccessDecision decision =
        check(
            "D:(D;;GX;;;SY)(A;;0x1f0001;;;BA)(A;;0x1f0000;;;AU)(D;;GR;;;WD)"
                + "(A;;GA;;;S-1-22-1-1000)(D;;GA;;;WD)",
            AccessCheck.STRICT_CONNECT);

    assertThat(decision.steps())
        .extracting(AccessStep::toString)
        .containsExactly(
            "entry 1 denies 0x00120000 to S-1-5-18: not held by the caller",
            "entry 2 allows 0x001f0001 to S-1-5-32-544: not held by the caller",
            "entry 3 allows 0x001f0000 to S-1-5-11: held, 0x00000001 is still missing",
            "entry 4 denies 0x00020000 to S-1-1-0: held, but none of it is still missing",
            "entry 5 allows 0x001f0001 to S-1-22-1-1000: held, nothing is missing any more");
    assertThat(decision.reason())
        .isEqualTo(
            "granted: entry 5 allows 0x001f0001 to S-1-22-1-1000: held, nothing is missing any"
                + " more");
    assertThat(decision.decidingEntry())
        .isEqualTo(AccessControlEntry.allow(AccessMask.GENERIC_ALL, Sid.ofUid(1000)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          D:NO_ACCESS_CONTROL | granted: there is no DACL, so everyone has every right
          O:SY                | granted: there is no DACL, so everyone has every right
          D:                  | refused: the DACL is empty, so nobody has any right
          O:S-1-22-1-1000D:   | refused: no entry allows 0x00190001 to the caller
          D:(A;IO;GA;;;WD)    | refused: no entry allows 0x001f0001 to the caller
          D:(A;;0x1;;;SY)     | refused: no entry allows 0x001f0001 to the caller
          D:(A;;0x1;;;WD)     | refused: no entry allows 0x001f0000 to the caller
          D:(D;;0x30001;;;WD) | refused: entry 1 denies 0x00030001 to S-1-1-0: held, and of this \
          was still missing 0x00030001
          D:(A;;0x1;;;WD)(D;;0x10001;;;WD) | refused: entry 2 denies 0x00010001 to S-1-1-0: held, \
          and of this was still missing 0x00010000
          """)
  @DisplayName("SEC-10: the reason in one line")
  void reasons(String sddl, String reason) {
    assertThat(check(sddl, AccessCheck.STRICT_CONNECT).reason()).isEqualTo(reason);
  }

  @Test
  @DisplayName("SEC-10: the rights of an owner need no entry")
  void ownerAlone() {
    AccessDecision decision = check("O:S-1-22-1-1000D:(D;;GA;;;WD)", AccessMask.READ_CONTROL);

    assertThat(decision.reason())
        .isEqualTo("granted: the caller owns the port, and so has 0x00020000");
    assertThat(decision.steps()).isEmpty();
    assertThat(decision.missing()).isEqualTo(AccessMask.NONE);
  }

  @Test
  @DisplayName("SEC-03: generic rights may be asked for, too")
  void genericQuestion() {
    AccessDecision decision = check("D:(A;;0x1;;;WD)(A;;GX;;;WD)", AccessMask.GENERIC_EXECUTE);

    assertThat(decision.granted()).isTrue();
    assertThat(decision.desired().hex()).isEqualTo("0x00120000");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0x2, 0x200_0001, 0x100_0000, 0x20_0000, 0x8000_0002})
  @DisplayName(
      "SEC-02: asking for nothing, or for what no port knows, is an error, NULL DACL or not")
  void badQuestion(int bits) {
    AccessMask desired = new AccessMask(bits);

    assertRefused(
        () -> check("D:NO_ACCESS_CONTROL", desired), NtStatus.INVALID_PARAMETER, desired.hex());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          D:NO_ACCESS_CONTROL                   | true  | true
          O:SY                                  | true  | true
          D:(A;;GA;;;WD)                        | true  | true
          D:(A;;0x1;;;AU)                       | true  | false
          D:(A;;0x1;;;AU)(A;;0x1f0000;;;WD)     | true  | true
          D:(A;;0x1;;;WD)(D;;SD;;;WD)           | true  | false
          D:(D;;GA;;;S-1-22-1-7)(A;;GA;;;WD)    | true  | true
          D:(A;;GA;;;SY)(A;;GA;;;S-1-22-1-1000) | false | false
          D:(A;;0x1f0000;;;WD)                  | false | false
          D:(A;;GR;;;WD)                        | false | false
          D:(D;;GA;;;AU)(A;;GA;;;WD)            | false | false
          D:                                    | false | false
          """)
  @DisplayName("SEC-04, SEC-08: more descriptors than those without a DACL admit everyone")
  void admitsEveryone(String sddl, boolean expected, boolean strict) {
    SecurityDescriptor descriptor = SecurityDescriptor.parse(sddl);
    assertThat(AccessCheck.admitsEveryone(descriptor, AccessCheck.CONNECT)).isEqualTo(expected);
    assertThat(AccessCheck.admitsEveryone(descriptor, AccessCheck.STRICT_CONNECT))
        .isEqualTo(strict);
  }
}
