package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("host --events, --audit")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostEventsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  @DisplayName("write a line for each denial, into the file that stands there, and audit sums up")
  void audited() throws Throwable {
    GuardedStage.run(HostEventsTest::audited);
  }

  private static void audited(DemoStage stage) throws Exception {
    DemoFiles files = DemoFiles.write(stage.guarded());
    String socket = stage.controlSocket().toString();
    Path directory = Files.createTempDirectory("filterport-test");
    Path events = directory.resolve("events.jsonl");
    Path rotated = directory.resolve("events.jsonl.1");
    Path second = directory.resolve("events.jsonl.2");
    try (CommandProcess host = host(stage, events, "--audit");
        CommandProcess scan = CommandProcess.start("scan", "--socket", socket, "--user", "root")) {
      host.awaitErr("filterport: listening on " + socket);
      scan.awaitErr("scanning for \\ScannerPort");
      assertThat(Cat.run(files.infected()).exitCode()).isZero();
      assertThat(Cat.run(files.clean()).exitCode()).isZero();
      awaitLines(events, 1);
      CommandLineRun volumes = CommandProcess.run("volumes", "--socket", socket, "-o", "json");
      assertThat(volumes.out()).contains("\"denied\":0,\"wouldDeny\":1,");
      assertOneWouldBeDenied(stage, socket);
      Files.move(events, rotated);
      host.signal("HUP");
      assertThat(Cat.run(files.infected()).exitCode()).isZero();
      awaitLines(events, 1);
      assertThat(unwritten(stage, socket)).isZero();
      Files.move(events, second);
      Files.createDirectory(events);
      assertThat(Cat.run(files.infected()).exitCode()).isZero();
      Eventually.holds("a line is lost", PATIENCE, () -> unwritten(stage, socket) == 1);
      host.terminate().join();
    }
    String line = Files.readString(rotated).strip();
    EventSchema.published().assertAdmits(line);
    assertThat(line)
        .contains("\"path\":\"" + files.infected() + "\"", "\"filter\":\"scanner\"")
        .contains("\"verdict\":\"allow\",\"wouldDeny\":true", "\"engine\":\"patterns\"");
    CommandLineRun audit =
        CommandLineRun.of("audit", "-o", "json", rotated.toString(), second.toString());
    assertThat(audit.out()).contains("\"totals\":{\"verdicts\":2,\"wouldDeny\":2");
  }

  private static double unwritten(DemoStage stage, String socket) throws Exception {
    return Exposition.parse(CommandProcess.run("metrics", "--socket", socket).out())
        .value(
            "filterport_losses_total{kind=event, reason=not_written, source="
                + stage.guarded()
                + "}");
  }

  /** Of two operations, none of which was denied. */
  private static void assertOneWouldBeDenied(DemoStage stage, String socket) throws Exception {
    Exposition metrics = Exposition.parse(CommandProcess.run("metrics", "--socket", socket).out());
    String volume = ", volume=" + stage.guarded() + "}";
    String verdict = "filterport_volume_decisions_total{verdict=";
    assertThat(metrics.value(verdict + "would_deny" + volume)).isEqualTo(1);
    assertThat(metrics.value(verdict + "allow" + volume)).isEqualTo(1);
    assertThat(metrics.value(verdict + "deny" + volume)).isZero();
    assertThat(CommandProcess.run("top", "--once", "-o", "json", "--socket", socket).out())
        .contains("\"denied\":0,\"would deny\":1,\"by default\":0");
  }

  @Test
  @DisplayName("write nothing on a file system that is guarded: the host does not start")
  void onGuardedFileSystem() throws Throwable {
    GuardedStage.run(
        stage -> {
          Path events = stage.guarded().resolve("events.jsonl");
          try (CommandProcess host = host(stage, events)) {
            CommandLineRun run = host.await();
            assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
            assertThat(run.err()).contains("STATUS_NOT_SUPPORTED", events.toString());
          }
        });
  }

  private static CommandProcess host(DemoStage stage, Path events, String... more)
      throws Exception {
    ProcessBuilder command =
        SelfProcess.of(
            "host",
            "--filter=scanner",
            "--volume=" + stage.guarded(),
            "--events=denials",
            "--events-to=" + events,
            "--socket=" + stage.controlSocket());
    command.command().addAll(List.of(more));
    return CommandProcess.start(command);
  }

  private static void awaitLines(Path file, int lines) throws Exception {
    Eventually.holds(
        file + " has " + lines + " lines",
        PATIENCE,
        () -> Files.exists(file) && Files.readAllLines(file).size() == lines);
  }
}
