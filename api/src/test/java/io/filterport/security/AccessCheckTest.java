package io.filterport.security;

import static io.filterport.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessCheckTest {
  private static final Map<String, AccessToken> CALLERS =
      Map.of(
          "root", unix(0, 0),
          "admin", unix(1000, 1000, 4, 27),
          "user", unix(1000, 1000, 50),
          "other", unix(1001, 1001),
          "anonymous", AccessToken.of(Sid.parse("S-1-5-7"), List.of()),
          "network", AccessToken.of(Sid.parse("S-1-5-20"), List.of(Sid.EVERYONE)));

  private static AccessToken unix(long uid, long gid, long... others) {
    Administrators administrators = new Administrators(Set.of(), Set.of(27L));
    List<Long> groups = Arrays.stream(others).boxed().toList();
    return AccessToken.ofUnix(AccessToken.UNKNOWN, uid, gid, groups, administrators);
  }

  /**
   * The last two columns are the answers to "connect" and to "connect, strict mode": + granted, -
   * refused, and the number of the entry that decided, if one did.
   */
  @ParameterizedTest(name = "{0} {1}: {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # the default descriptor (SEC-01)
          root      | D:(A;;0x1f0001;;;SY)(A;;0x1f0001;;;BA)      | +1 | +1
          admin     | D:(A;;0x1f0001;;;SY)(A;;0x1f0001;;;BA)      | +2 | +2
          user      | D:(A;;0x1f0001;;;SY)(A;;0x1f0001;;;BA)      | -  | -
          anonymous | D:(A;;0x1f0001;;;SY)(A;;0x1f0001;;;BA)      | -  | -
          network   | D:(A;;0x1f0001;;;SY)(A;;0x1f0001;;;BA)      | -  | -
          # connect alone is enough, but not in strict mode (SEC-04)
          root      | D:(A;;0x1;;;SY)(A;;0x1;;;BA)                | +1 | -
          admin     | D:(A;;0x1;;;SY)(A;;0x1;;;BA)                | +2 | -
          user      | D:(A;;0x1;;;WD)                             | +1 | -
          user      | D:(A;;1;;;AU)                               | +1 | -
          user      | D:(A;;0x1f0001;;;WD)                        | +1 | +1
          user      | D:(A;;2031617;;;WD)                         | +1 | +1
          user      | D:(A;;0x1f01ff;;;WD)                        | +1 | +1
          user      | D:(A;;0x1f0000;;;WD)                        | -  | -
          user      | D:(A;;0x1e0001;;;WD)                        | +1 | -
          user      | D:(A;;0xf0001;;;WD)                         | +1 | -
          user      | D:(A;;0x100001;;;WD)                        | +1 | -
          user      | D:(A;;0x0;;;WD)                             | -  | -
          user      | D:(A;;0xfffe;;;WD)                          | -  | -
          user      | D:(A;;RCSDWDWO;;;WD)                        | -  | -
          # generic rights (SEC-03)
          user      | D:(A;;GA;;;WD)                              | +1 | +1
          user      | D:(A;;GR;;;WD)                              | -  | -
          user      | D:(A;;GW;;;WD)                              | -  | -
          user      | D:(A;;GX;;;WD)                              | -  | -
          user      | D:(A;;GRGW;;;WD)                            | -  | -
          user      | D:(A;;GRGWGX;;;WD)                          | -  | -
          user      | D:(A;;GAGR;;;WD)                            | +1 | +1
          user      | D:(A;;0x10000000;;;WD)                      | +1 | +1
          user      | D:(A;;0x80000001;;;WD)                      | +1 | -
          user      | D:(A;;GR;;;WD)(A;;0x1;;;WD)                 | +2 | -
          user      | D:(D;;GR;;;WD)(A;;GA;;;WD)                  | +2 | -1
          user      | D:(D;;GW;;;WD)(A;;GA;;;WD)                  | +2 | -1
          user      | D:(D;;GX;;;WD)(A;;GA;;;WD)                  | +2 | -1
          user      | D:(D;;GA;;;WD)(A;;0x1;;;WD)                 | -1 | -1
          # no DACL, NULL DACL, empty DACL (SEC-08)
          user      | O:SY                                        | +  | +
          anonymous | O:SYG:BA                                    | +  | +
          user      | D:NO_ACCESS_CONTROL                         | +  | +
          anonymous | D:PNO_ACCESS_CONTROL                        | +  | +
          root      | D:                                          | -  | -
          admin     | D:P                                         | -  | -
          user      | D:AI                                        | -  | -
          root      | O:SYG:SYD:                                  | -  | -
          # order (SEC-10)
          user      | D:(A;;GA;;;WD)(D;;GA;;;WD)                  | +1 | +1
          user      | D:(D;;GA;;;WD)(A;;GA;;;WD)                  | -1 | -1
          user      | D:(A;;0x1;;;WD)(D;;GA;;;WD)(A;;GA;;;WD)     | +1 | -2
          user      | D:(A;;0x1;;;WD)(D;;0x1;;;WD)(A;;GA;;;WD)    | +1 | +3
          user      | D:(A;;0x1f0000;;;WD)(D;;0x1;;;WD)           | -2 | -2
          user      | D:(A;;0x1f0000;;;WD)(A;;0x1;;;WD)(D;;GA;;;WD) | +2 | +2
          user      | D:(D;;SD;;;WD)(A;;GA;;;WD)                  | +2 | -1
          user      | D:(A;;SD;;;WD)(D;;SD;;;WD)(A;;GA;;;WD)      | +3 | +3
          user      | D:(D;;0x0;;;WD)(A;;GA;;;WD)                 | +2 | +2
          user      | D:(D;;0xffe;;;WD)(A;;GA;;;WD)               | +2 | +2
          user      | D:(D;;GA;;;BA)(A;;GA;;;WD)                  | +2 | +2
          admin     | D:(D;;GA;;;BA)(A;;GA;;;WD)                  | -1 | -1
          root      | D:(D;;GA;;;BA)(A;;GA;;;SY)                  | -1 | -1
          root      | D:(A;;GA;;;SY)(D;;GA;;;BA)                  | +1 | +1
          user      | D:(D;;GA;;;WD)                              | -1 | -1
          user      | D:(D;;GA;;;SY)                              | -  | -
          # strict mode collects its rights from several entries
          admin     | D:(A;;0x1;;;AU)(A;;0x1f0000;;;BA)           | +1 | +2
          admin     | D:(A;;GX;;;AU)(A;;0x1;;;BA)(A;;SDWDWO;;;S-1-22-1-1000) | +2 | +3
          user      | D:(A;;0x1;;;AU)(A;;0x1f0000;;;BA)           | +1 | -
          # users and groups of Unix (MAP-02)
          user      | D:(A;;GA;;;S-1-22-1-1000)                   | +1 | +1
          other     | D:(A;;GA;;;S-1-22-1-1000)                   | -  | -
          user      | D:(A;;GA;;;S-1-22-2-1000)                   | +1 | +1
          user      | D:(A;;GA;;;S-1-22-2-50)                     | +1 | +1
          admin     | D:(A;;GA;;;S-1-22-2-27)                     | +1 | +1
          user      | D:(A;;GA;;;S-1-22-1-50)                     | -  | -
          other     | D:(A;;GA;;;S-1-22-2-1000)(A;;GA;;;S-1-22-1-1001) | +2 | +2
          user      | D:(D;;GA;;;S-1-22-2-50)(A;;GA;;;S-1-22-1-1000)   | -1 | -1
          root      | D:(A;;GA;;;S-1-22-1-0)                      | +1 | +1
          root      | D:(A;;GA;;;S-1-22-2-0)                      | +1 | +1
          # who holds which well-known SID (MAP-01)
          root      | D:(A;;GA;;;BA)                              | +1 | +1
          admin     | D:(A;;GA;;;SY)                              | -  | -
          user      | D:(A;;GA;;;AU)                              | +1 | +1
          root      | D:(A;;GA;;;AU)                              | +1 | +1
          network   | D:(A;;GA;;;AU)(A;;GA;;;WD)                  | +2 | +2
          anonymous | D:(A;;GA;;;WD)(A;;GA;;;AU)                  | -  | -
          anonymous | D:(A;;GA;;;S-1-5-7)                         | +1 | +1
          # an owner and a group have no rights of their own
          user      | O:S-1-22-1-1000G:S-1-22-2-1000D:            | -  | -
          user      | O:S-1-22-1-1000D:(A;;0x190001;;;WD)         | +1 | -
          """)
  @DisplayName("SEC-10: who may connect, and which entry decides")
  void table(String caller, String sddl, String connect, String strict) {
    assertThat(verdict(caller, sddl, AccessCheck.CONNECT)).isEqualTo(connect);
    assertThat(verdict(caller, sddl, AccessCheck.STRICT_CONNECT)).isEqualTo(strict);
  }

  private static String verdict(String caller, String sddl, AccessMask desired) {
    AccessDecision decision = check(caller, sddl, desired);
    AccessStep step = decision.decidingStep();
    return (decision.granted() ? "+" : "-") + (step == null ? "" : step.number());
  }

  private static AccessDecision check(String caller, String sddl, AccessMask desired) {
    AccessToken token = Objects.requireNonNull(CALLERS.get(caller), caller);
    return AccessCheck.check(SecurityDescriptor.parse(sddl), token, desired);
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
            "user",
            "D:(D;;GX;;;SY)(A;;0x1f0001;;;BA)(A;;0x1f0000;;;AU)(D;;GR;;;WD)"
                + "(A;;GA;;;S-1-22-1-1000)(D;;GA;;;WD)",
            AccessCheck.STRICT_CONNECT);

    assertThat(decision.steps())
        .extracting(AccessStep::text)
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
          D:(A;;0x1;;;SY)     | refused: no entry allows 0x001f0001 to the caller
          D:(A;;0x1;;;WD)     | refused: no entry allows 0x001f0000 to the caller
          D:(D;;0x30001;;;WD) | refused: entry 1 denies 0x00030001 to S-1-1-0: held, and of this \
          was still missing 0x00030001
          D:(A;;0x1;;;WD)(D;;0x10001;;;WD) | refused: entry 2 denies 0x00010001 to S-1-1-0: held, \
          and of this was still missing 0x00010000
          """)
  @DisplayName("SEC-10: the reason in one line")
  void reasons(String sddl, String reason) {
    assertThat(check("user", sddl, AccessCheck.STRICT_CONNECT).reason()).isEqualTo(reason);
  }

  @Test
  @DisplayName("SEC-03: generic rights may be asked for, too")
  void genericQuestion() {
    AccessDecision decision =
        check("user", "D:(A;;0x1;;;WD)(A;;GX;;;WD)", AccessMask.GENERIC_EXECUTE);

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
        () -> check("root", "D:NO_ACCESS_CONTROL", desired),
        NtStatus.INVALID_PARAMETER,
        desired.hex());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          D:NO_ACCESS_CONTROL                   | true
          O:SY                                  | true
          D:(A;;GA;;;WD)                        | true
          D:(A;;0x1;;;AU)                       | true
          D:(D;;GA;;;S-1-22-1-7)(A;;GA;;;WD)    | true
          D:(A;;GA;;;SY)(A;;GA;;;S-1-22-1-1000) | false
          D:(A;;GR;;;WD)                        | false
          D:(D;;GA;;;AU)(A;;GA;;;WD)            | false
          D:                                    | false
          """)
  @DisplayName("SEC-08: more descriptors than those without a DACL admit everyone")
  void admitsEveryone(String sddl, boolean expected) {
    assertThat(AccessCheck.admitsEveryone(SecurityDescriptor.parse(sddl))).isEqualTo(expected);
  }
}
