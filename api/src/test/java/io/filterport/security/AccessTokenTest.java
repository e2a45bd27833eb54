package io.filterport.security;

import static io.filterport.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AccessTokenTest {
  private static Administrators groups(long... gids) {
    return new Administrators(Set.of(), Set.copyOf(Arrays.stream(gids).boxed().toList()));
  }

  @Test
  @DisplayName("MAP-01: uid 0 is SYSTEM and an administrator")
  void root() {
    AccessToken root = AccessToken.ofUnix(1, 0, 0, List.of(), Administrators.ROOT);

    assertThat(root.holds(Sid.SYSTEM)).isTrue();
    assertThat(root.holds(Sid.ADMINISTRATORS)).isTrue();
    assertThat(root.user()).isEqualTo(Sid.ofUid(0));
  }

  @Test
  @DisplayName(
      "MAP-01: members of the configured groups are administrators, by any of their groups")
  void administrators() {
    AccessToken byPrimary = AccessToken.ofUnix(1, 1000, 27, List.of(), groups(10, 27));
    AccessToken bySupplementary = AccessToken.ofUnix(1, 1000, 1, List.of(4L, 27L), groups(27));

    assertThat(byPrimary.holds(Sid.ADMINISTRATORS)).isTrue();
    assertThat(bySupplementary.holds(Sid.ADMINISTRATORS)).isTrue();
    assertThat(bySupplementary.holds(Sid.SYSTEM)).isFalse();
  }

  @Test
  @DisplayName("MAP-01: without configuration no group makes an administrator, not even gid 0")
  void notGuessed() {
    AccessToken token = AccessToken.ofUnix(1, 1000, 0, List.of(0L, 27L), Administrators.ROOT);

    assertThat(token.holds(Sid.ADMINISTRATORS)).isFalse();
    assertThat(token.holds(Sid.SYSTEM)).isFalse();
  }

  @Test
  @DisplayName("MAP-01: the manager's own user is SYSTEM and an administrator, as root is")
  void owner() {
    AccessToken token =
        AccessToken.ofUnix(1, 998, 998, List.of(), new Administrators(Set.of(998L), Set.of()));

    assertThat(token.holds(Sid.SYSTEM)).isTrue();
    assertThat(token.holds(Sid.ADMINISTRATORS)).isTrue();
    assertThat(token.user()).isEqualTo(Sid.ofUid(998));
  }

  @Test
  @DisplayName("MAP-01: ids that nobody can have do not make administrators")
  void impossibleAdministrators() {
    assertRefused(() -> groups(0xFFFF_FFFFL), NtStatus.INVALID_PARAMETER, "gid 4294967295");
    assertRefused(
        () -> new Administrators(Set.of(-1L), Set.of()), NtStatus.INVALID_PARAMETER, "uid -1");
  }

  @Test
  @DisplayName("MAP-01: a uid equal to an administrator gid makes no administrator")
  void uidIsNoGid() {
    AccessToken token = AccessToken.ofUnix(1, 27, 1000, List.of(), groups(27));

    assertThat(token.holds(Sid.ADMINISTRATORS)).isFalse();
    assertThat(token.holds(Sid.ofGid(27))).isFalse();
  }

  @Test
  @DisplayName("MAP-02: a Unix caller holds its uid, all its gids, and the SIDs of everyone")
  void unixSids() {
    AccessToken token =
        AccessToken.ofUnix(4121, 1000, 1001, List.of(50L, 60L), Administrators.ROOT);

    assertThat(token.user()).isEqualTo(Sid.ofUid(1000));
    assertThat(token.groups())
        .containsExactlyInAnyOrder(
            Sid.EVERYONE, Sid.AUTHENTICATED_USERS, Sid.ofGid(1001), Sid.ofGid(50), Sid.ofGid(60));
    assertThat(token.holds(Sid.ofUid(1000))).isTrue();
    assertThat(token.holds(Sid.ofUid(1001))).isFalse();
  }

  @Test
  @DisplayName("MAP-01: the numbers are kept for display")
  void numbers() {
    AccessToken token = AccessToken.ofUnix(4121, 1000, 1001, List.of(), Administrators.ROOT);

    assertThat(token.processId()).isEqualTo(4121);
    assertThat(token.userId()).isEqualTo(1000);
    assertThat(token.groupId()).isEqualTo(1001);
    assertThat(token).hasToString("S-1-22-1-1000, pid 4121, uid 1000, gid 1001");
  }

  @Test
  @DisplayName("MAP-01: a peer whom the kernel does not name has no identity")
  void nobodyKnown() {
    assertRefused(
        () -> AccessToken.ofUnix(0, 0xFFFF_FFFFL, 0xFFFF_FFFFL, List.of(), Administrators.ROOT),
        NtStatus.INVALID_PARAMETER,
        "id 4294967295");
    assertRefused(
        () -> AccessToken.ofUnix(1, 1000, 1000, List.of(-1L), Administrators.ROOT),
        NtStatus.INVALID_PARAMETER,
        "gid -1");
  }

  @Test
  @DisplayName("MAP-02: a caller made of SIDs holds exactly these")
  void fromSids() {
    List<Sid> groups = new ArrayList<>(List.of(Sid.EVERYONE));
    AccessToken token = AccessToken.of(Sid.parse("S-1-5-7"), groups);
    groups.add(Sid.SYSTEM);

    assertThat(token.holds(Sid.parse("S-1-5-7"))).isTrue();
    assertThat(token.holds(Sid.EVERYONE)).isTrue();
    assertThat(token.holds(Sid.AUTHENTICATED_USERS)).isFalse();
    assertThat(token.holds(Sid.SYSTEM)).isFalse();
    assertThat(token.processId()).isEqualTo(AccessToken.UNKNOWN);
    assertThat(token).hasToString("S-1-5-7");
  }
}
