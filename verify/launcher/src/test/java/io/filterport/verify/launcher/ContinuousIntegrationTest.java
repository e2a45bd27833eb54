package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.verify.launcher.Script.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script is the tree's own; what forbids services lies elsewhere, and apt-get is another. */
@DisplayName(".ci/run, where packages are missing")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
class ContinuousIntegrationTest {
  /** Who runs tests in the background has them ignore some. */
  private static final String DEFAULT_SIGNALS = "--default-signal";

  private static final String CHECKED = "checked\n";

  @TempDir(factory = BuildDirectory.class)
  private Path directory;

  private Path policy;
  private Path script;

  @BeforeEach
  void tree() throws Exception {
    assumeTrue(
        runs("bash", "-c", "true") && runs("env", DEFAULT_SIGNALS, "true"), "no bash or GNU env");
    policy = directory.resolve("policy-rc.d");
    script = directory.resolve(".ci/run");
    Files.createDirectories(script.getParent());
    Files.copy(Path.of("../../.ci/run"), script);
    edit("/usr/sbin/policy-rc.d", policy.toString());
    edit("/usr/sbin/clamd", directory.resolve("none").toString());
    Script.write(directory.resolve("check"), "echo checked\n");
    Script.write(directory.resolve("bin/id"), "echo 0\n");
  }

  private static boolean runs(Object... command) throws InterruptedException {
    try {
      return Script.run(Map.of(), command).exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void edit(String before, String after) throws IOException {
    String text = Files.readString(script);
    assertThat(text).contains(before);
    Files.writeString(script, text.replace(before, after));
  }

  private Result run(String aptGet) throws Exception {
    Script.write(directory.resolve("bin/apt-get"), aptGet);
    String path = directory.resolve("bin") + ":" + System.getenv("PATH");
    return Script.run(Map.of("PATH", path), "env", DEFAULT_SIGNALS, script);
  }

  @Test
  @DisplayName("no service starts while they are installed, and services may start afterwards")
  void forbidden() throws Exception {
    Result result = run(policy + " && exit 1\n[ $? = 101 ]\n");
    assertThat(result).isEqualTo(new Result(0, CHECKED, ""));
    assertThat(policy).doesNotExist();
  }

  @Test
  @DisplayName("what forbids services already stays, and what cannot be installed is told")
  void forbiddenBefore() throws Exception {
    Files.writeString(policy, "of somebody else");
    Result result = run("exit 1\n");
    assertThat(result.out()).isEqualTo(CHECKED);
    assertThat(result.err()).contains("cannot install clamav-daemon");
    assertThat(policy).hasContent("of somebody else");
  }

  @ParameterizedTest
  @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
  @DisplayName("a signal ends it, and services may start")
  void signalled(String signal, int code) throws Exception {
    Result result = run("[ ! -e " + policy + " ] || kill -" + signal + " $PPID\n");
    assertThat(result).isEqualTo(new Result(code, "", ""));
    assertThat(policy).doesNotExist();
  }
}
