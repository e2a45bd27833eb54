package io.filterport.verify.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command as it is typed, beside all other tests: it starts with the build and takes what they
 * leave of the processors.
 */
@DisplayName("verify/churn/run")
@EnabledOnOs(value = OS.LINUX, disabledReason = "guards a file system with fanotify")
class ChurnTest {
  private static final String RUN = Path.of("run").toAbsolutePath().toString();
  private static final List<String> LAST = List.of("nice", "-n", "19");

  @TempDir private Path directory;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  @DisplayName("five minutes: all EICAR denied, nothing unanswered, nothing left behind")
  void fiveMinutes() throws Exception {
    assertThat(run(List.of(), "--help")).as("built, while nobody has to wait for it").isZero();
    Path page = directory.resolve("results.md");
    int exit =
        run(
            LAST,
            "--guard=verdicts",
            "--minutes=5",
            "--timeout=50000", // a busy machine may be slow, and that is not what is looked for
            "--results=" + page);
    assumeFalse(said().contains("skipped: "), this::said);
    assertThat(exit).as(said()).isZero();
    assertThat(Files.readAllLines(page)).anyMatch(line -> line.contains("| ext4 | 5 |"));
  }

  private int run(List<String> before, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(before);
    command.add(RUN);
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    try {
      process.getOutputStream().close();
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }

  private Path log() {
    return directory.resolve("log");
  }

  private String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return e.toString();
    }
  }
}
