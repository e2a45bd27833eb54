package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("host --cache verdicts")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostCacheTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  @DisplayName("asks once about a file that does not change, shows it, and asks again when it does")
  void asksOnce() throws Throwable {
    GuardedStage.run(HostCacheTest::asksOnce);
  }

  private static void asksOnce(DemoStage stage) throws Exception {
    DemoFiles files = DemoFiles.write(stage.guarded());
    byte[] infected = Files.readAllBytes(files.infected());
    String socket = stage.controlSocket().toString();
    try (CommandProcess host = guard(stage);
        CommandProcess scan = CommandProcess.start("scan", "--socket", socket, "--user", "root")) {
      host.awaitErr("filterport: listening on " + socket);
      scan.awaitErr("scanning for \\ScannerPort");
      Eventually.holds("a verdict is kept", PATIENCE, () -> hitAfterOpening(socket, files.clean()));
      Files.write(files.clean(), infected);
      assertThat(cat(files.clean()).err()).contains("Operation not permitted");
    }
  }

  private static CommandProcess guard(DemoStage stage) throws Exception {
    return CommandProcess.start(
        "host",
        "--filter=scanner",
        "--volume=" + stage.guarded(),
        "--cache=verdicts",
        "--socket=" + stage.controlSocket());
  }

  private static boolean hitAfterOpening(String socket, Path file) throws Exception {
    assertThat(cat(file).exitCode()).isZero();
    CommandLineRun volumes = CommandProcess.run("volumes", "--socket", socket, "-o", "json");
    assertThat(volumes.out()).as(volumes.err()).contains("\"cacheMisses\":", "\"uncacheable\":");
    return !volumes.out().contains("\"cacheHits\":0,");
  }

  private static CommandLineRun cat(Path file) throws Exception {
    ProcessBuilder command = new ProcessBuilder("cat", file.toString());
    command.environment().put("LC_ALL", "C");
    return CommandProcess.run(command);
  }
}
