package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a host whose output goes where it guards")
class HostOutputTest {
  private static final long PATIENCE_SECONDS = 20;

  @Test
  @DisplayName("ends with an error that names the file: no callback can make it wait for itself")
  void refused() throws Throwable {
    GuardedStage.run(HostOutputTest::refused);
  }

  /** As an administrator may have said for every Java program. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xlog:gc:file=%s/gc.log",
        "-XX:StartFlightRecording:filename=%s/host.jfr",
        "-XX:FlightRecorderOptions:repository=%s",
        "-XX:ErrorFile=%s/later/error.log",
        "-Djava.io.tmpdir=%s"
      })
  @DisplayName("or whose JVM is told to write there, ends with an error, too")
  void refusedForOptions(String option) throws Throwable {
    GuardedStage.run(
        stage -> {
          String guarded = stage.guarded().toString();
          ProcessBuilder host =
              CommandProcess.command(
                  List.of(option.formatted(guarded)),
                  "host",
                  "--filter=scanner",
                  "--volume=" + guarded,
                  "--socket=" + stage.controlSocket());
          CommandLineRun run = CommandProcess.run(host);
          assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
          assertThat(run.err()).contains("guarding " + guarded + ", on the same file system as");
        });
  }

  private static void refused(DemoStage stage) throws Exception {
    String guarded = stage.guarded().toString();
    Path err = stage.guarded().resolve("host.err");
    String socket = stage.controlSocket().toString();
    Process host =
        SelfProcess.of("host", "--filter", "scanner", "--volume", guarded, "--socket", socket)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(host.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      // Only then nobody guards the file that is read below.
      host.destroyForcibly().waitFor();
    }
    assertThat(host.exitValue()).isEqualTo(ExitCodes.FAILURE);
    assertThat(Files.readString(err))
        .contains("guarding " + guarded, err.toString())
        .contains("STATUS_NOT_SUPPORTED", "try: ", "another file system");
  }
}
