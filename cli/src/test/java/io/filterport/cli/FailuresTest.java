package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@DisplayName("a command that fails")
class FailuresTest {

  @Command(name = "fail")
  static final class Fail implements Callable<Integer> {
    private final Throwable failure;

    Fail(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }

  private static CommandLineRun fail(Throwable failure, String... options) {
    CommandLine command = Main.commandLine().addSubcommand(new CommandLine(new Fail(failure)));
    return CommandLineRun.of(
        command, Stream.concat(Stream.of("fail"), Stream.of(options)).toArray(String[]::new));
  }

  private static FilterPortException call(NtStatus status, String advice) {
    return new FilterPortException("connect to \\EchoPort", status, advice);
  }

  @Test
  @DisplayName("says what failed, both numbers, and what to try")
  void threeParts() {
    CommandLineRun run = fail(call(NtStatus.ACCESS_DENIED, "run it as a member of the group"));
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly(
            "filterport: connect to \\EchoPort",
            "  STATUS_ACCESS_DENIED (0xc0000022) / HRESULT ERROR_ACCESS_DENIED (0x80070005)",
            "  try: run it as a member of the group");
  }

  @Test
  @DisplayName("for want of memory says so, and that it is no defect")
  void outOfMemory() {
    CommandLineRun run = fail(new OutOfMemoryError("Java heap space"));
    assertThat(run.exitCode()).isEqualTo(ExitCodes.INTERNAL);
    assertThat(run.err())
        .startsWith("filterport: out of memory: Java heap space\n")
        .contains("try:");
    assertThat(run.err()).doesNotContain("defect");
  }

  @Test
  @DisplayName("gives no advice where there is none")
  void noAdvice() {
    assertThat(fail(call(NtStatus.TIMEOUT, "")).err()).doesNotContain("try:");
  }

  static Stream<Arguments> statuses() {
    return Stream.of(
        Arguments.of(NtStatus.CONNECTION_REFUSED, 3),
        Arguments.of(NtStatus.ACCESS_DENIED, 4),
        Arguments.of(NtStatus.TIMEOUT, 5),
        Arguments.of(NtStatus.THREAD_IS_TERMINATING, 1),
        Arguments.of(NtStatus.OBJECT_NAME_NOT_FOUND, 1));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  @DisplayName("ends with the exit code of its status")
  void exitCode(NtStatus status, int code) {
    assertThat(fail(call(status, "")).exitCode()).isEqualTo(code);
  }

  static Stream<Throwable> defects() {
    return Stream.of(new IllegalStateException("what is this"), new LinkageError("what is this"));
  }

  @ParameterizedTest
  @MethodSource("defects")
  @DisplayName("with a defect ends with 70 and says how to see its stack trace")
  void defect(Throwable defect) {
    CommandLineRun run = fail(defect);
    assertThat(run.exitCode()).isEqualTo(ExitCodes.INTERNAL);
    assertThat(run.err()).contains(defect.toString(), "--trace").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @MethodSource("defects")
  @DisplayName("prints the stack trace with --trace")
  void trace(Throwable defect) {
    assertThat(fail(defect, "--trace").err()).contains("\tat ");
  }
}
