package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("host --access")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OpenFileAccessTest {
  private static final String BECOMES_BAD =
      "exec 3< \"$1\" && echo opened && cat \"$2\" > \"$1\" && cat <&3";

  private static String shell(String script, Path first, Path second) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder("sh", "-c", script, "sh", first.toString(), second.toString());
    command.environment().put("LC_ALL", "C");
    CommandLineRun run = CommandProcess.run(command);
    return run.all();
  }

  private static CommandProcess host(DemoStage stage, String... more) throws Exception {
    ProcessBuilder command =
        SelfProcess.of(
            "host",
            "--filter=scanner",
            "--volume=" + stage.guarded(),
            "--timeout=50000",
            "--socket=" + stage.controlSocket(),
            "--access");
    command.command().addAll(List.of(more));
    return CommandProcess.start(command);
  }

  @Test
  @DisplayName("denies reading what became bad after it was opened")
  void becomesBad() throws Throwable {
    GuardedStage.runOnExt4(OpenFileAccessTest::becomesBad);
  }

  private static void becomesBad(DemoStage stage) throws Exception {
    Path file = Files.writeString(stage.guarded().resolve("file"), "clean");
    Path bad = DemoFiles.write(stage.base()).infected();
    try (CommandProcess host = host(stage)) {
      host.awaitErr("listening on");
      try (CommandProcess scan =
          CommandProcess.start("scan", "--socket=" + stage.controlSocket(), "--user=root")) {
        scan.awaitErr("scanning for");
        assertThat(Cat.text(file)).isEqualTo("clean");
        assertThat(shell(BECOMES_BAD, file, bad))
            .startsWith("opened")
            .contains("Operation not permitted");
        scan.terminate().join();
      } finally {
        host.terminate().join();
      }
    }
  }

  @Test
  @DisplayName("with --type directory is an error of usage")
  void directories() throws Throwable {
    GuardedStage.run(
        stage -> {
          CommandLineRun run = host(stage, "--type=directory").await();
          assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.USAGE);
          assertThat(run.err()).contains("use two volumes");
        });
  }

  @Test
  @DisplayName("where the kernel cannot, refuses to guard, and says where it can")
  void tmpfs() throws Throwable {
    GuardedStage.run(
        stage -> {
          CommandLineRun run = host(stage).await();
          assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.FAILURE);
          assertThat(run.err()).contains("STATUS_NOT_SUPPORTED", "ext4");
        });
  }
}
