package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("host --cache")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostCacheTest {
  private static final int OPENS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  @DisplayName("verdicts asks once about a file that does not change, and again when it does")
  void asksOnce() throws Throwable {
    GuardedStage.runOnExt4(stage -> asksOnce(stage, "verdicts", "\"cacheHits\":0,"));
  }

  @Test
  @DisplayName("kernel has the kernel allow such a file, until somebody writes it")
  void marksOnce() throws Throwable {
    GuardedStage.runOnExt4(stage -> asksOnce(stage, "kernel", "\"marksSet\":0,"));
  }

  @Test
  @DisplayName("is refused where a page can be pinned and written unnoticed, such as on tmpfs")
  void tmpfs() throws Throwable {
    GuardedStage.run(
        stage -> {
          try (CommandProcess host = guard(stage, "verdicts")) {
            assertThat(host.await().err()).contains("STATUS_NOT_SUPPORTED", "ext4");
          }
        });
  }

  private static void asksOnce(DemoStage stage, String cache, String none) throws Exception {
    DemoFiles files = DemoFiles.write(stage.guarded());
    byte[] infected = Files.readAllBytes(files.infected());
    String socket = stage.controlSocket().toString();
    try (CommandProcess host = guard(stage, cache);
        CommandProcess scan = CommandProcess.start("scan", "--socket", socket, "--user", "root")) {
      host.awaitErr("filterport: listening on " + socket);
      scan.awaitErr("scanning for \\ScannerPort");
      Eventually.holds(
          "a verdict is kept", PATIENCE, () -> shownAfterOpening(socket, files.clean(), none));
      Files.write(files.clean(), infected);
      assertThat(Cat.run(files.clean()).err()).contains("Operation not permitted");
    }
  }

  private static CommandProcess guard(DemoStage stage, String cache) throws Exception {
    return CommandProcess.start(
        "host",
        "--filter=scanner",
        "--volume=" + stage.guarded(),
        "--cache=" + cache,
        "--socket=" + stage.controlSocket());
  }

  /** Asking takes longer, on a busy machine, than a verdict is kept. */
  private static boolean shownAfterOpening(String socket, Path file, String none) throws Exception {
    for (int i = 0; i < OPENS; i++) {
      assertThat(Cat.run(file).exitCode()).isZero();
    }
    CommandLineRun volumes = CommandProcess.run("volumes", "--socket", socket, "-o", "json");
    assertThat(volumes.out()).as(volumes.err()).contains("\"cacheMisses\":", "\"uncacheable\":");
    return !volumes.out().contains(none);
  }
}
