package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("filterport")
class MainTest {
  @Test
  @DisplayName("--help shows the commands and every exit code on standard output")
  void help() {
    CommandLineRun run = CommandLineRun.of("--help");
    assertThat(run.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: filterport ")
        .contains("version", "--trace")
        .containsSubsequence(
            "0    ok",
            "1    the call was made",
            "2    usage",
            "3    no manager",
            "4    access denied",
            "5    timeout",
            "6    verification",
            "70   internal");
  }

  @Test
  @DisplayName("every command has --help")
  void commandHelp() {
    CommandLineRun run = CommandLineRun.of("version", "--help");
    assertThat(run.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(run.out()).startsWith("Usage: filterport version ").contains("table, json, jsonl");
  }

  @Test
  @DisplayName("without a command is a usage error")
  void nothing() {
    CommandLineRun run = CommandLineRun.of();
    assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly("filterport: Missing required subcommand", "  try: filterport --help");
  }

  @Test
  @DisplayName("with a misspelt command suggests the right one")
  void misspeltCommand() {
    CommandLineRun run = CommandLineRun.of("versoin");
    assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("'versoin'", "Did you mean", "filterport version");
  }

  @Test
  @DisplayName("with a misspelt option points to the help of that command")
  void misspeltOption() {
    CommandLineRun run = CommandLineRun.of("version", "--outputt");
    assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("'--outputt'", "--output", "  try: filterport version --help");
  }

  @Test
  @DisplayName("with a value that is none of the choices lists them")
  void wrongValue() {
    CommandLineRun run = CommandLineRun.of("version", "-o", "xml");
    assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("[TABLE, JSON, JSONL] (case-insensitive)", "'xml'");
  }
}
