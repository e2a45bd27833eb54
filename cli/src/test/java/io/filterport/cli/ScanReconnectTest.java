package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("scan, when its host restarts")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ScanReconnectTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CONNECTED = "scanning for \\ScannerPort";
  private static final String GONE = "the host is gone; waiting for it";
  private static final String REFUSED = "trying again";

  /** How a host ends. */
  enum End {
    KILLED {
      @Override
      void of(CommandProcess host) throws Exception {
        host.kill();
      }
    },
    TERMINATED {
      @Override
      void of(CommandProcess host) throws Exception {
        host.terminate().await();
      }
    };

    abstract void of(CommandProcess host) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("says so, goes on, and is connected to the next host")
  void reconnects(End end) throws Exception {
    try (RunningHost host = new RunningHost("--filter", "scanner");
        CommandProcess scan = host.start("scan", "--user", "root")) {
      scan.awaitErr(CONNECTED);
      end.of(host.process());
      scan.awaitErr(GONE);
      scan.awaitErr(REFUSED);
      host.startAgain();
      scan.awaitErr(CONNECTED, 2);
      String connection = "\"port\":\"\\\\ScannerPort\",\"pid\":" + scan.pid() + ",";
      assertThat(host.run("connections", "-o", "json").out()).contains(connection);
      String told = scan.terminate().await().err();
      assertThat(told).containsSubsequence(CONNECTED, GONE, REFUSED, CONNECTED);
    }
  }

  @Test
  @DisplayName("answers for the files of the next host; it may even have been there first")
  void answersAgain() throws Throwable {
    GuardedStage.run(ScanReconnectTest::answersAgain);
  }

  private static void answersAgain(DemoStage stage) throws Exception {
    DemoFiles files = DemoFiles.write(stage.guarded());
    String socket = stage.controlSocket().toString();
    try (CommandProcess scan = CommandProcess.start("scan", "--socket", socket)) {
      scan.awaitErr(REFUSED);
      for (int restart = 0; restart < 2; restart++) {
        try (CommandProcess host = guard(stage)) {
          awaitDenied(files.infected());
          assertThat(Cat.run(files.clean()).out()).isEqualTo("nothing to see here\n");
          host.kill();
        }
        assertThat(Cat.run(files.infected()).exitCode()).as("nobody guards").isZero();
      }
      assertThat(scan.terminate().await().err()).containsSubsequence(CONNECTED, GONE, CONNECTED);
    }
  }

  /** What nobody answers is allowed, so that a denial is an answer. */
  private static CommandProcess guard(DemoStage stage) throws Exception {
    String nobody = "S-1-22-1-" + Privileges.find("nobody").uid();
    return CommandProcess.start(
        "host",
        "--filter=scanner",
        "--volume=" + stage.guarded(),
        "--on-timeout=allow",
        "--sddl=D:(A;;GA;;;SY)(A;;0x1;;;" + nobody + ")",
        "--socket=" + stage.controlSocket());
  }

  private static void awaitDenied(Path file) throws Exception {
    Eventually.holds(
        "the service denies " + file,
        PATIENCE,
        () -> Cat.run(file).err().contains("Operation not permitted"));
  }
}
