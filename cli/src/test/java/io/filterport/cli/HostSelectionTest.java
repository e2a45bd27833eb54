package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("host --exclude-path, --exclude-uid, --exclude-pid, --include-path, --type")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostSelectionTest {
  private static final String TEXT = "text";
  private static final String DENIED = "Operation not permitted";

  @Test
  @DisplayName("leave out what they name; nobody scans, so the rest is denied")
  void leaveOut() throws Throwable {
    GuardedStage.run(HostSelectionTest::leaveOut);
  }

  private static void leaveOut(DemoStage stage) throws Exception {
    Path left = Files.writeString(stage.guarded().resolve("left.tmp"), TEXT);
    Path file = Files.writeString(stage.guarded().resolve("file"), TEXT);
    try (Reader reader = new Reader(stage.controlSocket(), file);
        CommandProcess host =
            host(
                stage,
                "--include-path=" + stage.guarded() + "/*",
                "--exclude-path=**.tmp",
                "--exclude-uid=1",
                "--exclude-pid=" + reader.pid())) {
      try {
        host.awaitErr("listening on");
        assertThat(Cat.textAs("0", left)).isEqualTo(TEXT);
        assertThat(Cat.textAs("0", file)).contains(DENIED);
        assertThat(Cat.textAs("1", file)).isEqualTo(TEXT);
        assertThat(reader.ask("read")).isEqualTo(TEXT);
        assertIsCounted(stage);
      } finally {
        host.terminate().join();
      }
    }
  }

  /** By its path, and by its user; the third one is no matter of the selection. */
  private static void assertIsCounted(DemoStage stage) throws Exception {
    String socket = "--socket=" + stage.controlSocket();
    Exposition metrics = Exposition.parse(CommandProcess.run("metrics", socket).out());
    String volume = "volume=" + stage.guarded() + "}";
    assertThat(metrics.value("filterport_volume_events_total{event=excluded, " + volume))
        .isEqualTo(2);
    assertThat(metrics.value("filterport_volume_events_total{event=exempt, " + volume))
        .isEqualTo(1);
    assertThat(metrics.value("filterport_volume_asked_total{" + volume)).isEqualTo(1);
    assertThat(CommandProcess.run("volumes", "-o", "json", socket).out())
        .contains("\"asked\":1,", "\"excluded\":2,");
  }

  @Test
  @DisplayName("--type: what is not named is left out")
  void type() throws Throwable {
    GuardedStage.run(
        stage -> {
          Path file = Files.writeString(stage.guarded().resolve("file"), TEXT);
          try (CommandProcess host = host(stage, "--type=directory")) {
            host.awaitErr("listening on");
            assertThat(Cat.textAs("0", file)).isEqualTo(TEXT);
            assertThat(Cat.textAs("0", stage.guarded())).contains(DENIED);
            host.terminate().join();
          }
          try (CommandProcess host = host(stage, "--type=file,directory")) {
            host.awaitErr("listening on");
            assertThat(Cat.textAs("0", file)).contains(DENIED);
            assertThat(Cat.textAs("0", stage.guarded())).contains(DENIED);
            host.terminate().join();
          }
        });
  }

  @Test
  @DisplayName(
      "a pattern that no path can match is an error of usage; a process that is not is told")
  void refused() throws Throwable {
    GuardedStage.run(
        stage -> {
          CommandLineRun pattern = host(stage, "--exclude-path=srv/**").await();
          assertThat(pattern.exitCode()).as(pattern.err()).isEqualTo(ExitCodes.USAGE);
          assertThat(pattern.err()).contains("begins with / or **, not srv/**");
          CommandLineRun process = host(stage, "--exclude-pid=" + Integer.MAX_VALUE).await();
          assertThat(process.exitCode()).isEqualTo(ExitCodes.FAILURE);
          assertThat(process.err()).contains("excluding process " + Integer.MAX_VALUE);
        });
  }

  private static CommandProcess host(DemoStage stage, String... more) throws Exception {
    ProcessBuilder command =
        SelfProcess.of(
            "host",
            "--filter=scanner",
            "--volume=" + stage.guarded(),
            "--timeout=300",
            "--socket=" + stage.controlSocket());
    command.command().addAll(List.of(more));
    return CommandProcess.start(command);
  }
}
