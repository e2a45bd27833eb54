package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a value that a configuration file has no use for")
class UnusedValuesTest {
  @TempDir Path directory;

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("filterport.toml"), text).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[events]\nverdicts = 'none'\nto = '/run/events'",
        "[events]\nto = '/run/events'",
        "[scanner]\nengine = 'clamd'\nsignatures = '/nothing/there'",
        "[scanner]\nclamd-socket = '/run/clamd'\nclamd-max-file = 1000",
      })
  @DisplayName("may stay where another key has turned it off")
  void stays(String text) throws IOException {
    CommandLineRun run = CommandLineRun.of("check-config", file(text));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
  }

  @Test
  @DisplayName("is still looked at where it is of use")
  void used() throws IOException {
    String text = "[scanner]\nengine = 'patterns'\nsignatures = '/nothing/there'";
    CommandLineRun run = CommandLineRun.of("check-config", file(text));
    assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("/nothing/there");
  }

  @Test
  @DisplayName("can be turned off by the command line, with none")
  void none() throws IOException {
    String file =
        file(
            "[volumes]\non-death = 'deny'\n[[volume]]\ndirectory = '/nothing/there'\n"
                + "[events]\nverdicts = 'all'\nto = '/run/events'");
    CommandLineRun run =
        CommandLineRun.of(
            "host", "--config", file, "--events=none", "--on-death=none", "--print-config");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(run.out().lines().map(line -> line.strip().replaceAll("\\s+", " ")))
        .contains(
            "events.verdicts none command line",
            "volume[/nothing/there].on-death none command line");
  }
}
