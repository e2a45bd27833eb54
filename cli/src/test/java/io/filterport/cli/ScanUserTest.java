package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a list of groups that only the scanner sees, in a mount namespace of its own. */
@DisplayName("scan --user, started as root")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ScanUserTest {
  private static final String GROUP = "4711";
  private static final String WITH_GROUPS = "mount --bind \"$0\" /etc/group && exec \"$@\"";

  @TempDir Path directory;

  @BeforeEach
  void asRoot() throws Exception {
    assumeTrue(HostOptions.isRoot(), "only root becomes another user");
    Path groups = Files.writeString(directory.resolve("try"), "");
    CommandLineRun run = CommandProcess.run(seeing(groups, List.of("true")));
    assumeTrue(run.exitCode() == 0, "no mount namespace: " + run.err());
  }

  private static ProcessBuilder seeing(Path groups, List<String> command) {
    List<String> line =
        new ArrayList<>(
            List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", WITH_GROUPS));
    line.add(groups.toString());
    line.addAll(command);
    return new ProcessBuilder(line);
  }

  private CommandProcess scan(RunningHost host, String members) throws Exception {
    Path groups =
        Files.writeString(
            directory.resolve("group"), "scanners:x:" + GROUP + ":root" + members + "\n");
    return CommandProcess.start(seeing(groups, host.command("scan", "--user", "nobody").command()));
  }

  @Test
  @DisplayName("has the groups of that user, and by one of them access to the port")
  void groups() throws Exception {
    try (RunningHost host = new RunningHost("--filter", "scanner", "--admin-group", GROUP);
        CommandProcess scan = scan(host, ",nobody")) {
      scan.awaitErr("scanning for");
      assertThat(groupsOf(scan.pid()))
          .containsExactlyInAnyOrder(Long.toString(Privileges.find("nobody").gid()), GROUP);
    }
  }

  @Test
  @DisplayName("has no group that root had, nor any that the user is no member of")
  void noOthers() throws Exception {
    try (RunningHost host = new RunningHost("--filter", "scanner", "--admin-group", GROUP);
        CommandProcess scan = scan(host, "")) {
      CommandLineRun run = scan.await();
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.ACCESS_DENIED);
    }
  }

  private static List<String> groupsOf(long pid) throws Exception {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("Groups:"))
        .flatMap(line -> List.of(line.strip().split("\\s+")).stream().skip(1))
        .toList();
  }
}
