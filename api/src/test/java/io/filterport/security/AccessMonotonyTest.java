package io.filterport.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a change of a list, of a caller or of a question can and cannot do. */
class AccessMonotonyTest {
  private static final int CASES = 5_000;
  private static final Set<AccessControlEntry.Flag> INHERIT_ONLY =
      Set.of(AccessControlEntry.Flag.IO);

  private final RandomDescriptors random = new RandomDescriptors(0x304070);
  private final Random choice = new Random(0xC401CE);

  /** A random list with an owner now and then, and what is asked of it. */
  private record Case(SecurityDescriptor descriptor, AccessToken caller, AccessMask desired) {
    boolean granted() {
      return AccessCheck.check(descriptor, caller, desired).granted();
    }

    List<AccessControlEntry> entries() {
      AccessControlList dacl = descriptor.dacl();
      return dacl == null ? List.of() : dacl.entries();
    }

    Case with(List<AccessControlEntry> entries) {
      AccessControlList dacl = AccessControlList.of(entries.toArray(AccessControlEntry[]::new));
      return new Case(
          new SecurityDescriptor(descriptor.owner(), descriptor.group(), dacl), caller, desired);
    }

    Case with(AccessToken other) {
      return new Case(descriptor, other, desired);
    }

    Case with(AccessMask other) {
      return new Case(descriptor, caller, other);
    }
  }

  private Case nextCase() {
    SecurityDescriptor descriptor = random.descriptor();
    Case next = new Case(descriptor, random.caller(), random.desired());
    return next.with(next.entries());
  }

  /** An entry for OWNER RIGHTS takes rights away just by standing there. */
  private AccessControlEntry nextEntry(AccessControlEntry.Type type) {
    AccessControlEntry entry = random.entry();
    return entry.sid().equals(Sid.OWNER_RIGHTS)
        ? nextEntry(type)
        : new AccessControlEntry(type, entry.flags(), entry.mask(), entry.sid());
  }

  private Case adding(Case before, AccessControlEntry entry) {
    List<AccessControlEntry> more = new ArrayList<>(before.entries());
    more.add(choice.nextInt(more.size() + 1), entry);
    return before.with(more);
  }

  /** Changes each case; returns how often the answer changed from a refusal to a grant. */
  private int neverLosesAnything(UnaryOperator<Case> change) {
    return neverLosesAnything(UnaryOperator.identity(), change);
  }

  private int neverLosesAnything(UnaryOperator<Case> prepare, UnaryOperator<Case> change) {
    int won = 0;
    for (int i = 0; i < CASES; i++) {
      Case before = prepare.apply(nextCase());
      Case after = change.apply(before);
      assertThat(after.granted() || !before.granted()).as("%s, then %s", before, after).isTrue();
      won += after.granted() && !before.granted() ? 1 : 0;
    }
    return won;
  }

  private void neverChangesAnything(UnaryOperator<Case> change) {
    for (int i = 0; i < CASES; i++) {
      Case before = nextCase();
      Case after = change.apply(before);
      assertThat(after.granted()).as("%s, then %s", before, after).isEqualTo(before.granted());
    }
  }

  @Test
  @DisplayName("SEC-10: one more allow, anywhere, never takes a right away")
  void allow() {
    int won =
        neverLosesAnything(before -> adding(before, nextEntry(AccessControlEntry.Type.ALLOW)));

    assertThat(won).isPositive();
  }

  @Test
  @DisplayName("SEC-10: one deny less never takes a right away, so one more never gives any")
  void deny() {
    int won =
        neverLosesAnything(
            before -> {
              List<AccessControlEntry> fewer = new ArrayList<>(before.entries());
              fewer.removeIf(
                  entry ->
                      entry.type() == AccessControlEntry.Type.DENY
                          && !entry.sid().equals(Sid.OWNER_RIGHTS)
                          && choice.nextBoolean());
              return before.with(fewer);
            });

    assertThat(won).isPositive();
  }

  @Test
  @DisplayName("SEC-10: where nothing is denied, one more group never takes a right away")
  void moreGroups() {
    int won =
        neverLosesAnything(
            AccessMonotonyTest::allowsOnly,
            before -> {
              Set<Sid> groups = new HashSet<>(before.caller().groups());
              groups.addAll(random.caller().groups());
              return before.with(AccessToken.of(before.caller().user(), groups));
            });

    assertThat(won).isPositive();
  }

  private static Case allowsOnly(Case some) {
    return some.with(
        some.entries().stream()
            .filter(entry -> entry.type() == AccessControlEntry.Type.ALLOW)
            .toList());
  }

  @Test
  @DisplayName("SEC-10: who asks for less is refused nothing that was granted before")
  void lessAskedFor() {
    int won =
        neverLosesAnything(
            before -> {
              AccessMask less = before.desired().and(random.desired());
              return less.isEmpty() ? before : before.with(less);
            });

    assertThat(won).isPositive();
  }

  @Test
  @DisplayName("SEC-10: inherit-only entries change nothing, wherever they stand")
  void inheritOnly() {
    neverChangesAnything(
        before -> {
          AccessControlEntry entry = random.entry();
          return adding(
              before,
              new AccessControlEntry(entry.type(), INHERIT_ONLY, entry.mask(), entry.sid()));
        });
  }

  @Test
  @DisplayName("SEC-10: an entry that is there twice in a row does what it does once")
  void twice() {
    neverChangesAnything(
        before ->
            before.with(
                before.entries().stream()
                    .flatMap(entry -> List.of(entry, entry).stream())
                    .toList()));
  }

  @Test
  @DisplayName("SEC-03: generic rights do what the rights do that they stand for")
  void generic() {
    neverChangesAnything(
        before ->
            before.with(
                before.entries().stream()
                    .map(
                        entry ->
                            new AccessControlEntry(
                                entry.type(),
                                entry.flags(),
                                entry.mask().mapGeneric(),
                                entry.sid()))
                    .toList()));
  }
}
