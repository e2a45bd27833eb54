package io.filterport.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AccessCheckPropertyTest {
  private static final int CASES = 20_000;

  @Test
  @DisplayName("SEC-10: the check agrees with an evaluation bit by bit")
  void agreesWithNaiveEvaluator() {
    RandomDescriptors random = new RandomDescriptors(0xACCE55);
    int granted = 0;
    for (int i = 0; i < CASES; i++) {
      SecurityDescriptor descriptor = random.descriptor();
      AccessToken caller = random.caller();
      AccessMask desired = random.desired();

      AccessDecision decision = AccessCheck.check(descriptor, caller, desired);

      assertThat(WalkText.of(descriptor, decision))
          .as("%s asks for %s of %s", caller.groups(), desired, descriptor)
          .isEqualTo(NaiveAccessCheck.answer(descriptor.toSddl(), sids(caller), desired.bits()));
      granted += decision.granted() ? 1 : 0;
    }
    assertThat(granted).isBetween(CASES / 10, CASES * 9 / 10);
  }

  @Test
  @DisplayName("SEC-10: a deny in front refuses whoever holds it, an allow in front grants")
  void frontEntryDecides() {
    RandomDescriptors random = new RandomDescriptors(0xF207);
    for (int i = 0; i < CASES / 4; i++) {
      AccessToken caller = random.caller();
      AccessMask desired = random.desired();
      List<AccessControlEntry> entries = entries(random.descriptor());
      AccessControlEntry deny = AccessControlEntry.deny(desired, caller.user());
      AccessControlEntry allow = AccessControlEntry.allow(AccessMask.GENERIC_ALL, caller.user());

      assertThat(granted(with(entries, 0, deny), caller, desired)).isFalse();
      assertThat(granted(with(entries, 0, allow), caller, desired)).isTrue();
    }
  }

  @Test
  @DisplayName("SEC-10: entries after the one that decides change nothing")
  void laterEntriesDoNotCount() {
    RandomDescriptors random = new RandomDescriptors(0x1A7E);
    int decided = 0;
    for (int i = 0; i < CASES / 4; i++) {
      AccessToken caller = random.caller();
      AccessMask desired = random.desired();
      List<AccessControlEntry> entries = entries(random.descriptor());
      AccessDecision before = AccessCheck.check(descriptor(entries), caller, desired);
      AccessStep step = before.decidingStep();
      if (step != null) {
        decided++;
        List<AccessControlEntry> more = with(entries, step.number(), random.entry());
        assertThat(AccessCheck.check(descriptor(more), caller, desired)).isEqualTo(before);
      }
    }
    assertThat(decided).isGreaterThan(CASES / 40);
  }

  @Test
  @DisplayName("SEC-10: putting the deny entries first never grants more")
  void denyBeforeAllow() {
    RandomDescriptors random = new RandomDescriptors(0xDE27);
    int stricter = 0;
    for (int i = 0; i < CASES; i++) {
      AccessToken caller = random.caller();
      AccessMask desired = random.desired();
      List<AccessControlEntry> entries = entries(random.descriptor());
      boolean asWritten = granted(entries, caller, desired);
      boolean denyFirst = granted(denyFirst(entries), caller, desired);

      assertThat(asWritten || !denyFirst).as("%s asks for %s", entries, desired).isTrue();
      stricter += asWritten && !denyFirst ? 1 : 0;
    }
    assertThat(stricter).as("cases in which the order mattered").isPositive();
  }

  private static List<String> sids(AccessToken caller) {
    return Stream.concat(Stream.of(caller.user()), caller.groups().stream())
        .map(Sid::toString)
        .toList();
  }

  private static List<AccessControlEntry> denyFirst(List<AccessControlEntry> entries) {
    Comparator<AccessControlEntry> byType = Comparator.comparing(AccessControlEntry::type);
    return entries.stream().sorted(byType.reversed()).toList();
  }

  private static List<AccessControlEntry> entries(SecurityDescriptor descriptor) {
    AccessControlList dacl = descriptor.dacl();
    return dacl == null ? List.of() : dacl.entries();
  }

  private static List<AccessControlEntry> with(
      List<AccessControlEntry> entries, int place, AccessControlEntry entry) {
    List<AccessControlEntry> more = new ArrayList<>(entries);
    more.add(place, entry);
    return more;
  }

  private static SecurityDescriptor descriptor(List<AccessControlEntry> entries) {
    return SecurityDescriptor.of(AccessControlList.of(entries.toArray(AccessControlEntry[]::new)));
  }

  private static boolean granted(
      List<AccessControlEntry> entries, AccessToken caller, AccessMask desired) {
    return AccessCheck.check(descriptor(entries), caller, desired).granted();
  }
}
