package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.PortSpace;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("a host whose events nobody reads")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class UnreadOutputTest {
  private static final String TEXT = "text";
  private static final long PATIENCE_SECONDS = 30;

  /** More than a pipe and the queue before it hold. Nobody scans: each gets the default verdict. */
  private static final int OPENS = 6_000;

  private static final int HALF_A_PIPE = 1 << 15;

  @Test
  @DisplayName("answers every open though its pipe is full, and ends when it is told to")
  void full() throws Throwable {
    GuardedStage.run(UnreadOutputTest::full);
  }

  private static void full(DemoStage stage) throws Exception {
    Path file = Files.writeString(stage.guarded().resolve("f"), TEXT);
    Process host = host(stage);
    try (BufferedReader told = host.errorReader(StandardCharsets.UTF_8)) {
      assertThat(told.readLine()).contains("listening on");
      for (int i = 0; i < OPENS; i++) {
        assertThat(Files.readString(file)).isEqualTo(TEXT);
      }
      assertThat(host.getInputStream().available()).as("unread").isGreaterThan(HALF_A_PIPE);
      assertThat(Observation.ask(PortSpace.at(stage.controlSocket())).volumes())
          .extracting(volume -> volume.events().get("timed_out"))
          .containsExactly(0L);
      host.destroy();
      assertThat(host.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      host.destroyForcibly().waitFor();
    }
  }

  private static Process host(DemoStage stage) throws Exception {
    return SelfProcess.of(
            "host",
            "--filter=scanner",
            "--on-timeout=allow",
            "--events=all",
            "--volume=" + stage.guarded(),
            "--socket=" + stage.controlSocket())
        .start();
  }
}
