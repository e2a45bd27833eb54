package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the bench")
class BenchTest {
  private static final Pattern ROW =
      Pattern.compile(
          "\\{\"name\":\"(round-trip|throughput)\",\"size\":(\\d+),\"callers\":(\\d+),"
              + "\"filterportMicros\":([0-9.]+),\"socketMicros\":([0-9.]+),\"ratio\":([0-9.]+)\\}");

  @Test
  @DisplayName("measures sizes and callers beside plain sockets")
  void rows() throws Exception {
    CommandLineRun run = CommandProcess.run("bench", "--rounds", "1", "-o", "json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    List<MatchResult> rows = ROW.matcher(run.out()).results().toList();
    assertThat(rows)
        .extracting(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
        .containsExactly(
            "round-trip 64 1",
            "round-trip 1024 1",
            "round-trip 65536 1",
            "throughput 64 4",
            "throughput 64 16");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(Double.parseDouble(row.group(4))).isPositive();
              assertThat(Double.parseDouble(row.group(5))).isPositive();
            });
  }
}
