package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a host whose output goes where it guards")
class HostOutputTest {
  private static final long PATIENCE_SECONDS = 20;

  @Test
  @DisplayName("ends with an error that names the file: no callback can make it wait for itself")
  void refused() throws Throwable {
    GuardedStage.run(HostOutputTest::refused);
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
