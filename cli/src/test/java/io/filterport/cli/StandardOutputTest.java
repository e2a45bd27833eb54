package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("standard output")
class StandardOutputTest {
  private static CommandLine commandThatFailsToWrite(String reason) {
    return Main.commandLine()
        .setOut(
            StandardOutput.of(
                new OutputStream() {
                  @Override
                  public void write(int b) throws IOException {
                    throw new IOException(reason);
                  }
                }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"version -o json", "version", "version --help"})
  @DisplayName("on a full disk is no success: the command ended with 0")
  void full(String line) throws Exception {
    assumeTrue(Files.isWritable(Path.of("/dev/full")), "/dev/full");
    ProcessBuilder command = SelfProcess.of(line.split(" ", -1));
    command.command().addAll(0, List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"));
    CommandLineRun run = CommandProcess.run(command);
    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.err().lines())
        .hasSize(3)
        .startsWith("filterport: writing standard output: No space left on device")
        .endsWith("  try: Make room, or write somewhere else; what is there is not whole.");
  }

  @Test
  @DisplayName("whose reader has gone, having had enough, is no failure")
  void noReader() {
    assertThat(Main.run(commandThatFailsToWrite("Broken pipe"), "version")).isEqualTo(ExitCodes.OK);
    assertThat(Main.run(commandThatFailsToWrite("Input/output error"), "version"))
        .isEqualTo(ExitCodes.FAILURE);
  }

  @Test
  @DisplayName("that fails leaves the exit code of a command that fails by itself")
  void otherFailure() {
    assertThat(Main.run(commandThatFailsToWrite("Input/output error"), "--nonsense"))
        .isEqualTo(ExitCodes.USAGE);
  }

  @Test
  @DisplayName("is UTF-8, whatever the locale says")
  void utf8(@TempDir Path directory) throws Exception {
    String glob = "**/\u00fcbung/**";
    Path file = directory.resolve("filterport.toml");
    Files.writeString(file, "[volumes]\nexclude-paths = ['" + glob + "']\n");
    ProcessBuilder command =
        SelfProcess.of("host", "--print-config", "-o", "jsonl", "--config=" + file);
    command.environment().put("LC_ALL", "POSIX");
    assertThat(CommandProcess.run(command).out()).contains(glob);
  }
}
