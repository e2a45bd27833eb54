package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("a scan that lasts for hours, between processes")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ScanAbortTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** All zeros, and nothing on the disk. */
  private static final long TERABYTES = 1L << 42;

  @Test
  @DisplayName("ends when its opener is killed: the only worker is free for the next file")
  void opener() throws Throwable {
    GuardedStage.run(stage -> play(stage, "600000", true));
  }

  @Test
  @DisplayName("is given more time, and ends when that has passed")
  void time() throws Throwable {
    GuardedStage.run(stage -> play(stage, "1500", false));
  }

  private static void play(DemoStage stage, String timeout, boolean kill) throws Exception {
    DemoFiles files = DemoFiles.write(stage.guarded());
    Path endless = stage.guarded().resolve("endless");
    try (RandomAccessFile file = new RandomAccessFile(endless.toFile(), "rw")) {
      file.setLength(TERABYTES);
    }
    String socket = stage.controlSocket().toString();
    try (CommandProcess host = guard(stage, timeout);
        CommandProcess scan =
            CommandProcess.start(
                "scan",
                "--socket=" + socket,
                "--user=root",
                "--workers=1",
                "--patterns-max-file=" + TERABYTES)) {
      host.awaitErr("filterport: listening on " + socket);
      scan.awaitErr("scanning for \\ScannerPort");
      long begin = System.nanoTime();
      try (CommandProcess opener = CommandProcess.start(Cat.command(endless))) {
        if (kill) {
          Eventually.holds("the scan is asked for", PATIENCE, () -> asked(socket));
          opener.kill();
        } else {
          assertThat(opener.await().err()).contains("Operation not permitted");
          assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofSeconds(3).toNanos());
        }
      }
      Eventually.holds("the next file is scanned", PATIENCE, () -> opens(files.clean()));
    }
  }

  private static CommandProcess guard(DemoStage stage, String timeout) throws Exception {
    return CommandProcess.start(
        "host",
        "--filter=scanner",
        "--volume=" + stage.guarded(),
        "--timeout=" + timeout,
        "--extensions=2",
        "--socket=" + stage.controlSocket());
  }

  private static boolean asked(String socket) throws Exception {
    CommandLineRun volumes = CommandProcess.run("volumes", "--socket", socket, "-o", "json");
    assertThat(volumes.out()).as(volumes.err()).contains("\"asked\":");
    return !volumes.out().contains("\"asked\":0,");
  }

  private static boolean opens(Path file) throws Exception {
    try (CommandProcess opener = CommandProcess.start(Cat.command(file))) {
      return opener.await().exitCode() == 0;
    }
  }
}
