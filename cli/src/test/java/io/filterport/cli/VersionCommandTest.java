package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("filterport version")
class VersionCommandTest {
  private static final String NUMBER = "\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?";

  @Test
  @DisplayName("is a table for people by default")
  void table() {
    CommandLineRun run = CommandLineRun.of("version");
    assertThat(run.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(run.out().lines()).hasSize(6).first().asString().matches("filterport  " + NUMBER);
    assertThat(run.out()).contains("java        " + Runtime.version());
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "jsonl", "JSON"})
  @DisplayName("-o json and -o jsonl are one object on one line")
  void json(String format) {
    CommandLineRun run = CommandLineRun.of("version", "-o", format);
    assertThat(run.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(run.out().lines())
        .singleElement()
        .asString()
        .matches("\\{\"filterport\":\"" + NUMBER + "\",\"java\":\"[^\"]+\",.*\"}");
  }

  @Test
  @DisplayName("--version is the bare number")
  void option() {
    CommandLineRun run = CommandLineRun.of("--version");
    assertThat(run.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(run.out()).matches(NUMBER + "\\R");
  }
}
