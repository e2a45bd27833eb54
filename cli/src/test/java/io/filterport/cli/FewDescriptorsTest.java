package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("a host that may open few descriptors")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FewDescriptorsTest {
  private static final String TEXT = "text";

  /** Fewer than a volume needs beside what is kept for other things. */
  private static final String TOO_FEW = "--nofile=300:300";

  /** The JVM would raise the limit by itself, or try to. */
  private static final String AS_IT_IS = "-XX:-MaxFDLimit";

  private static CommandProcess host(DemoStage stage, String... limited) throws Exception {
    Shell.assumeInstalled("prlimit");
    Shell.assumeInstalled("setpriv");
    ProcessBuilder command =
        CommandProcess.command(
            List.of(AS_IT_IS),
            "host",
            "--filter=echo",
            "--volume=" + stage.guarded(),
            "--socket=" + stage.controlSocket());
    command.command().addAll(0, List.of(limited));
    return CommandProcess.start(command);
  }

  @Test
  @DisplayName("raises the limit as far as it goes")
  void raised() throws Throwable {
    GuardedStage.run(
        stage -> {
          Path file = Files.writeString(stage.guarded().resolve("f"), TEXT);
          try (CommandProcess host = host(stage, "prlimit", "--nofile=300:448")) {
            host.awaitErr("listening on");
            assertThat(file).hasContent(TEXT);
            host.terminate().join();
          }
        });
  }

  @Test
  @DisplayName("guards nothing if that is not enough, and says what it needs")
  void refused() throws Throwable {
    GuardedStage.run(
        stage -> {
          try (CommandProcess host =
              host(stage, "setpriv", "--bounding-set=-sys_resource", "prlimit", TOO_FEW)) {
            CommandLineRun run = host.await();
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.FAILURE);
            assertThat(run.err())
                .contains("guarding files with", "descriptors", "STATUS_INSUFFICIENT_RESOURCES")
                .contains("ulimit -n");
          }
        });
  }
}
