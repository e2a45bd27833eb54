package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.security.Administrators;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("access")
class AccessReportTest {
  private static final Administrators ADMINISTRATORS =
      new Administrators(Set.of(998L), Set.of(27L));

  private static AccessReport report(String user, String sddl, boolean strict) {
    PortState port = new PortState("\\Port", true, 0, 1, sddl, strict, false, List.of());
    return AccessReport.of(port, UnixUser.parse(user).token(ADMINISTRATORS));
  }

  private static List<String> entries(AccessReport report) {
    return Table.lines(report.entries()).stream().skip(1).map(AccessReportTest::oneBlank).toList();
  }

  private static String oneBlank(String line) {
    return line.replaceAll(" +", " ");
  }

  @Test
  @DisplayName("SEC-10: tells of each entry what it did, and which decides")
  void granted() {
    AccessReport report =
        report(
            "uid:1000,gid:50,gid:27",
            "O:SYD:(A;IO;GA;;;WD)(D;;GA;;;SY)(A;;0x1;;;BA)(D;;GA;;;WD)(A;;GA;;;AU)",
            false);

    assertThat(entries(report))
        .containsExactly(
            "1 (A;IO;GA;;;WD) inherit-only 0x00000000 0x00000001"
                + " inherit-only, says nothing of the port itself",
            "2 (D;;GA;;;SY) not-held 0x00000000 0x00000001 not held by the caller",
            "3 (A;;0x1;;;BA) granted 0x00000001 0x00000000"
                + " decides: held, nothing is missing any more",
            "4 (D;;GA;;;WD) unread 0x00000000 0x00000000 not read",
            "5 (A;;GA;;;AU) unread 0x00000000 0x00000000 not read");
    assertThat(report.summary("somebody"))
        .containsEntry("port", "\\Port")
        .containsEntry("user", "somebody")
        .containsEntry(
            "holds", List.of("AU", "BA", "S-1-22-1-1000", "S-1-22-2-27", "S-1-22-2-50", "WD"))
        .containsEntry("desired", "0x00000001")
        .containsEntry("granted", true);
  }

  @Test
  @DisplayName("SEC-04: asks what a strict port asks")
  void strict() {
    AccessReport report = report("uid:1000", "D:(A;;0x1;;;WD)(D;;SD;;;AU)", true);

    assertThat(entries(report))
        .containsExactly(
            "1 (A;;0x1;;;WD) allowed-some 0x00000001 0x001f0000"
                + " held, 0x001f0000 is still missing",
            "2 (D;;0x10000;;;AU) refused 0x00010000 0x001f0000"
                + " decides: held, and of this was still missing 0x00010000");
    assertThat(report.summary("")).containsEntry("granted", false);
    assertThat(report("uid:1000", "D:(A;;0x1;;;WD)(D;;SD;;;AU)", false).summary(""))
        .containsEntry("granted", true);
  }

  @Test
  @DisplayName("SEC-10: tells what an owner has without an entry")
  void owner() {
    AccessReport report = report("uid:1000", "O:S-1-22-1-1000D:(A;;0x1;;;WD)", true);

    assertThat(report.summary(""))
        .containsEntry("ownerRights", "0x00060000")
        .containsEntry("reason", "refused: no entry allows 0x00190000 to the caller");
  }

  @Test
  @DisplayName("SEC-08: has no entries to tell of where there is no DACL")
  void noEntries() {
    assertThat(report("uid:7", "D:NO_ACCESS_CONTROL", true).entries()).isEmpty();
    assertThat(report("uid:7", "O:SY", true).entries()).isEmpty();
  }

  @Test
  @DisplayName("MAP-01: takes the user for what the manager would take it for")
  void administrators() {
    String forSystem = "D:(A;;GA;;;SY)";
    String forAdministrators = "D:(A;;GA;;;BA)";

    assertThat(report("uid:998", forSystem, false).decision().granted()).isTrue();
    assertThat(report("uid:27,gid:5", forAdministrators, false).decision().granted()).isFalse();
    assertThat(report("uid:5,gid:27", forAdministrators, false).decision().granted()).isTrue();
    assertThat(report("uid:5,gid:27", forSystem, false).decision().granted()).isFalse();
  }
}
