package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Mounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("host --events-to")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostEventSinksTest {
  private static final String FIELDS = "PRIORITY=5\nSYSLOG_IDENTIFIER=filterport-events\nMESSAGE=";

  /** A name that takes six times its length in JSON. */
  private static final String CONTROLS = "\u0001".repeat(250);

  private static final int DIRECTORIES = 14;

  private static CommandProcess host(DemoStage stage, String to, String which) throws Exception {
    CommandProcess host =
        CommandProcess.start(
            "host",
            "--filter=scanner",
            "--volume=" + stage.guarded(),
            "--events=" + which,
            "--events-to=" + to,
            "--socket=" + stage.controlSocket());
    host.awaitErr("filterport: listening on ");
    return host;
  }

  private static Map<?, ?> read(String line) throws Exception {
    EventSchema.published().assertAdmits(line);
    return JsonReader.object(line);
  }

  @Test
  @DisplayName("stdout writes lines there as their schema says, and nothing else")
  void standardOutput() throws Throwable {
    GuardedStage.run(HostEventSinksTest::standardOutput);
  }

  private static void standardOutput(DemoStage stage) throws Exception {
    DemoFiles files = DemoFiles.write(stage.guarded());
    String socket = stage.controlSocket().toString();
    try (CommandProcess host = host(stage, "stdout", "all");
        CommandProcess scan = CommandProcess.start("scan", "--socket", socket, "--user", "root")) {
      scan.awaitErr("scanning for \\ScannerPort");
      assertThat(Cat.run(files.clean()).exitCode()).isZero();
      host.awaitOut(files.clean().toString());
      assertThat(Cat.run(files.infected()).exitCode()).isEqualTo(1);
      host.awaitOut(files.infected().toString());
      List<String> lines = host.terminate().await().out().lines().toList();
      assertThat(lines).hasSize(2);
      Map<?, ?> allowed = read(lines.getFirst());
      assertThat(allowed.get("path")).isEqualTo(files.clean().toString());
      assertThat(allowed.get("verdict")).isEqualTo("allow");
      Map<?, ?> denied = read(lines.getLast());
      assertThat(denied.get("path")).isEqualTo(files.infected().toString());
      assertThat(denied.get("verdict")).isEqualTo("deny");
      assertThat(denied.get("filter")).isEqualTo("scanner");
      assertThat(denied.get("engine")).isEqualTo("patterns");
    }
  }

  @Test
  @DisplayName("journald sends an entry for each denial, however long its path is")
  void journald() throws Throwable {
    GuardedStage.run(HostEventSinksTest::journald);
  }

  /** The real place, covered in the namespace of this thread. */
  private static FakeJournal journal() throws Exception {
    assertThat(Mounts.mount("filterport-test", "/run", "tmpfs", Mounts.MS_NOSUID, "size=1m"))
        .isZero();
    Files.createDirectories(Journal.SOCKET.getParent());
    return new FakeJournal(Journal.SOCKET);
  }

  private static void journald(DemoStage stage) throws Exception {
    Path file = DemoFiles.write(stage.guarded()).clean();
    String[] names = Stream.generate(() -> CONTROLS).limit(DIRECTORIES).toArray(String[]::new);
    Path deep = Files.createDirectories(stage.guarded().resolve(Path.of("", names)));
    Path far = Files.copy(file, deep.resolve("clean.txt"));
    try (FakeJournal journal = journal();
        CommandProcess host = host(stage, "journald", "denials")) {
      assertThat(Cat.run(file).exitCode()).as("nobody scans, so it is denied").isEqualTo(1);
      assertDenied(journal.entry(), file);
      assertThat(Cat.run(far).exitCode()).isEqualTo(1);
      assertDenied(journal.entry(), far);
      host.terminate().await();
    }
  }

  private static void assertDenied(String entry, Path file) throws Exception {
    assertThat(entry).startsWith(FIELDS).endsWith("\n");
    String line = entry.substring(FIELDS.length(), entry.length() - 1);
    Map<?, ?> denied = read(line);
    assertThat(denied.get("path")).isEqualTo(file.toString());
    assertThat(denied.get("verdict")).isEqualTo("deny");
    assertThat(denied.get("by")).isEqualTo("default");
    assertThat(denied.get("lost")).isEqualTo(0L);
  }
}
