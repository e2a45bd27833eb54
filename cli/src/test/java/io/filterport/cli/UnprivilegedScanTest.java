package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a scanner that runs as nobody")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class UnprivilegedScanTest {
  private static final String NOBODY = "nobody";

  @ParameterizedTest(name = "contents of up to {0} bytes in the message")
  @DisplayName("decides about files that root alone may read, by their content")
  @ValueSource(ints = {0, 4096})
  void decides(int inline) throws Throwable {
    GuardedStage.run(stage -> decides(stage.forEveryone(), inline));
  }

  private static void decides(DemoStage stage, int inline) throws Exception {
    DemoFiles files = DemoFiles.write(stage.guarded());
    for (Path file : List.of(files.clean(), files.infected())) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    String clean = Files.readString(files.clean());
    assertThat(Cat.textAs(NOBODY, files.clean())).contains("Permission denied");
    String socket = "--socket=" + stage.controlSocket();
    try (CommandProcess host = host(stage, socket, inline);
        CommandProcess scan = CommandProcess.start("scan", "--user=" + NOBODY, socket)) {
      host.awaitErr("listening on");
      scan.awaitErr("scanning for");
      assertThat(userOf(scan.pid())).isEqualTo(Privileges.find(NOBODY).uid());
      assertThat(Cat.textAs("root", files.clean())).isEqualTo(clean);
      assertThat(Cat.textAs("root", files.infected())).contains("Operation not permitted");
      assertDecided(stage, CommandProcess.run("metrics", socket).out());
      host.terminate().join();
    }
  }

  /** One each, and none because the scanner had no verdict. */
  private static void assertDecided(DemoStage stage, String exposition) {
    Exposition metrics = Exposition.parse(exposition);
    Map<String, Double> expected = Map.of("allow", 1.0, "deny", 1.0, "default", 0.0);
    expected.forEach(
        (verdict, times) ->
            assertThat(
                    metrics.value(
                        "filterport_volume_decisions_total{verdict=%s, volume=%s}"
                            .formatted(verdict, stage.guarded())))
                .as(verdict)
                .isEqualTo(times));
  }

  private static CommandProcess host(DemoStage stage, String socket, int inline) throws Exception {
    return CommandProcess.start(
        "host",
        "--filter=scanner",
        "--volume=" + stage.guarded(),
        "--admin-group=" + Privileges.find(NOBODY).gid(),
        "--inline-content=" + inline,
        socket);
  }

  private static long userOf(long pid) throws Exception {
    return (Integer) Files.getAttribute(Path.of("/proc", Long.toString(pid)), "unix:uid");
  }
}
