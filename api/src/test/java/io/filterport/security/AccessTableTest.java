package io.filterport.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code access-cases.txt}, by the check and by one that shares no code with it. */
class AccessTableTest {

  static List<AccessCase> cases() {
    return AccessCase.all();
  }

  private static String expected(AccessCase row) {
    return row.decision() + ": " + row.walk();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("SEC-10: the check decides as the table says, entry by entry")
  void check(AccessCase row) {
    List<Sid> sids = row.sids().stream().map(Sid::parse).toList();
    AccessToken caller = AccessToken.of(sids.getFirst(), sids.subList(1, sids.size()));
    SecurityDescriptor descriptor = SecurityDescriptor.parse(row.sddl());

    AccessDecision decision = AccessCheck.check(descriptor, caller, new AccessMask(row.desired()));

    assertThat(WalkText.of(descriptor, decision)).isEqualTo(expected(row));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("SEC-10: the naive check decides as the table says, entry by entry")
  void naive(AccessCase row) {
    assertThat(NaiveAccessCheck.answer(row.sddl(), row.sids(), row.desired()))
        .isEqualTo(expected(row));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("MAP-02: the descriptors of the table print, and have bytes, that say the same")
  void bothForms(AccessCase row) {
    SecurityDescriptor descriptor = SecurityDescriptor.parse(row.sddl());

    assertThat(SecurityDescriptor.parse(descriptor.toSddl())).isEqualTo(descriptor);
    assertThat(SecurityDescriptor.fromBytes(descriptor.toBytes())).isEqualTo(descriptor);
  }

  @Test
  @DisplayName("SEC-10: the table has hundreds of cases, each once, of every kind")
  void table() {
    List<AccessCase> cases = AccessCase.all();

    assertThat(cases).hasSizeGreaterThanOrEqualTo(300);
    assertThat(cases.stream().map(row -> row.toString().replaceFirst("line \\d+", "")))
        .doesNotHaveDuplicates();
    assertThat(cases).filteredOn(row -> row.decision().equals("granted")).hasSizeGreaterThan(150);
    assertThat(cases).filteredOn(row -> row.decision().equals("refused")).hasSizeGreaterThan(150);
    for (String kind :
        List.of(
            "not-held",
            "inherit-only",
            "not-needed",
            "allows",
            "denies",
            "unread",
            "owner has",
            "missing",
            "no-dacl")) {
      assertThat(cases).as(kind).filteredOn(row -> row.walk().contains(kind)).hasSizeGreaterThan(9);
    }
  }
}
