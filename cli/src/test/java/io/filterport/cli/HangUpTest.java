package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("SIGHUP to a host")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HangUpTest {
  private static final int SIGTERM = 128 + 15;

  @TempDir Path directory;

  @Test
  @DisplayName("that was started with it ignored, as nohup does, has it reload as any other host")
  void nohup() throws Exception {
    Path config = directory.resolve("filterport.toml");
    Files.writeString(
        config, "[manager]\nsocket = '" + directory.resolve("s") + "'\n[filters]\nrun = ['echo']");
    ProcessBuilder builder = SelfProcess.of("host", "--config=" + config);
    builder.command().addAll(0, List.of("/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
    try (CommandProcess host = CommandProcess.start(builder)) {
      host.awaitErr("listening on");
      for (int i = 1; i <= 2; i++) {
        host.signal("HUP");
        host.awaitErr("configuration reloaded", i);
      }
      assertThat(host.terminate().await().exitCode()).isEqualTo(SIGTERM);
    }
  }
}
