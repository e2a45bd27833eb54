package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaxMessageTest {
  private static final int MAXIMUM = 2_000_000;

  @Test
  @DisplayName("KSM-07: --max-message says how long messages and replies may be")
  void overAMebibyte(@TempDir Path directory) throws Exception {
    String room = "--out=" + MAXIMUM;
    try (RunningHost host = new RunningHost("--max-message", "" + MAXIMUM)) {
      String longest = Files.write(directory.resolve("longest"), new byte[MAXIMUM]).toString();
      CommandLineRun run = host.run("send", "\\EchoPort", "--file", longest, room, "-o", "json");
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
      assertThat(run.out()).contains("\"bytesReturned\":" + MAXIMUM);
      String longer = Files.write(directory.resolve("longer"), new byte[MAXIMUM + 1]).toString();
      run = host.run("send", "\\EchoPort", "--file", longer, room);
      assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
      assertThat(run.err()).contains("1 to " + MAXIMUM + " bytes");
    }
  }
}
