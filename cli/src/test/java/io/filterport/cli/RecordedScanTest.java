package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands are those of the page; the directory and the socket are the test's own. */
@DisplayName("docs/record-replay.md, as it is typed")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RecordedScanTest {
  private static final Path PAGE = Path.of("..", "docs", "record-replay.md");
  private static final Pattern COMMANDS =
      Pattern.compile("(?s)```text\n(# \\./filterport host .*?)\n```");
  private static final long NOBODY_OF_THE_PAGE = 65534;

  @Test
  @DisplayName("records a scanner at work; other signatures differ, the same ones do not")
  void recordAndReplay() throws Throwable {
    GuardedStage.run(RecordedScanTest::play);
  }

  private static void play(DemoStage stage) throws Exception {
    assumeTrue(
        Privileges.find("nobody").uid() == NOBODY_OF_THE_PAGE, "nobody has another number here");
    Path file = DemoFiles.write(stage.guarded()).clean();
    Files.writeString(stage.base().resolve("new.sig"), "text Found.Clean \"nothing to see\"\n");
    writeLauncher(stage.base().resolve("filterport"));
    List<String> commands = commands(stage.guarded());
    assertThat(commands).hasSize(4);
    record(stage, file, commands);
    CommandLineRun other = CommandProcess.run(shell(stage, commands.get(3)));
    assertThat(other.exitCode()).as(other.all()).isEqualTo(ExitCodes.VERIFICATION);
    assertThat(words(other)).contains("same 0", "skipped 0").doesNotContain("different 0");
    CommandLineRun same =
        CommandProcess.run(shell(stage, commands.get(3).replace(" --signatures new.sig", "")));
    assertThat(same.exitCode()).as(same.all()).isEqualTo(ExitCodes.OK);
    assertThat(words(same)).contains("different 0", "skipped 0").doesNotContain("same 0");
  }

  /** In the directory where the commands are typed. */
  private static void writeLauncher(Path launcher) throws IOException {
    List<String> command = SelfProcess.of().command();
    PackagedModules.use(command);
    String quoted = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    Files.writeString(launcher, "#!/bin/sh\nexec " + quoted + " \"$@\"\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static List<String> commands(Path guarded) throws IOException {
    Matcher block = COMMANDS.matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    return block
        .group(1)
        .replace("\\\n", "")
        .replace("/srv/upload", guarded.toString())
        .lines()
        .map(line -> line.substring(line.indexOf("./")))
        .toList();
  }

  private static ProcessBuilder shell(DemoStage stage, String command) {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec " + command);
    builder.directory(stage.base().toFile());
    builder.environment().put("FILTERPORT_SOCKET", stage.controlSocket().toString());
    return builder;
  }

  private static void record(DemoStage stage, Path file, List<String> commands) throws Exception {
    String listening = commands.get(0) + " --socket=" + stage.controlSocket();
    try (CommandProcess host = CommandProcess.start(shell(stage, listening))) {
      host.awaitErr("listening on");
      try (CommandProcess scan = CommandProcess.start(shell(stage, commands.get(1)))) {
        scan.awaitErr("scanning for");
        try (CommandProcess record = CommandProcess.start(shell(stage, commands.get(2)));
            CommandProcess _ = openUntilTheEndOf(record, file)) {
          CommandLineRun run = record.await();
          assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
          assertThat(run.err()).contains("1000 records, 0 lost");
        }
      } finally {
        host.terminate().join();
      }
    }
  }

  private static CommandProcess openUntilTheEndOf(CommandProcess record, Path file)
      throws IOException {
    String loop = "while kill -0 " + record.pid() + "; do : <" + file + "; done";
    return CommandProcess.start(new ProcessBuilder("sh", "-c", loop));
  }

  private static List<String> words(CommandLineRun run) {
    return run.out().lines().map(line -> line.strip().replaceAll("\\s+", " ")).toList();
  }
}
