package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a host and who sends to it, in processes of their own")
class HostAndSendTest {
  private static final int MEBIBYTE = 1 << 20;

  private static RunningHost host;

  @BeforeAll
  static void start() throws Exception {
    host = new RunningHost();
  }

  @AfterAll
  static void stop() throws Exception {
    host.close();
  }

  @Test
  @DisplayName("the echo filter answers with the same bytes")
  void hello() throws Exception {
    CommandLineRun run = host.run("send", "\\EchoPort", "--text", "hello", "-o", "json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(run.out())
        .contains(
            "\"hresult\":\"0x00000000\",\"hresultName\":\"S_OK\"",
            "\"bytesReturned\":5,\"outputHex\":\"68656c6c6f\",\"outputText\":\"hello\"");
  }

  @Test
  @DisplayName("a mebibyte comes back as it was")
  void mebibyte(@TempDir Path directory) throws Exception {
    byte[] bytes = new byte[MEBIBYTE];
    new Random(7).nextBytes(bytes);
    Path file = Files.write(directory.resolve("message"), bytes);
    CommandLineRun run = host.run("send", "\\EchoPort", "--file", file.toString(), "-o", "json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    String hex = HexFormat.of().formatHex(bytes);
    assertThat(run.out().contains("\"outputHex\":\"" + hex + "\"")).isTrue();
  }

  @Test
  @DisplayName("a missing port is 0x80070002, exit code 1")
  void missing() throws Exception {
    assertMissing("\\NoSuchPort");
  }

  @Test
  @DisplayName("the case of a port's name counts")
  void caseCounts() throws Exception {
    assertMissing("\\echoport");
  }

  private static void assertMissing(String port) throws Exception {
    CommandLineRun run = host.run("send", port, "--text", "hello", "-o", "json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.out()).contains("\"hresult\":\"0x80070002\"");
    assertThat(run.err()).contains("0x80070002");
  }

  @Test
  @DisplayName("where no manager listens, the exit code is 3")
  void noManager(@TempDir Path directory) throws Exception {
    String nobody = directory.resolve("manager.sock").toString();
    CommandLineRun run =
        CommandProcess.run("send", "\\EchoPort", "--text", "hello", "--socket", nobody);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.NO_MANAGER);
  }

  @Test
  @DisplayName("what is pushed gets to a listener, and its reply to the sender")
  void push() throws Exception {
    try (CommandProcess listener =
        host.startListener("--reply-text", "pong", "--count", "1", "-o", "jsonl")) {
      CommandLineRun run = host.run("send", "\\EchoPort", "--text", "push:ping", "-o", "json");
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
      assertThat(run.out()).contains("\"outputText\":\"pong\"");
      CommandLineRun heard = listener.await();
      assertThat(heard.exitCode()).as(heard.err()).isEqualTo(ExitCodes.OK);
      assertThat(heard.out()).contains("\"length\":4,\"hex\":\"70696e67\",\"text\":\"ping\"");
    }
  }

  @Test
  @DisplayName("SIGTERM ends the host and removes its socket")
  void terminate() throws Exception {
    try (RunningHost other = new RunningHost()) {
      assertThat(other.socket).exists();
      CommandLineRun run = other.process().terminate().await();
      assertThat(run.exitCode()).isEqualTo(128 + 15);
      assertThat(run.err()).doesNotContain("unexpected");
      assertThat(other.socket).doesNotExist();
    }
  }
}
