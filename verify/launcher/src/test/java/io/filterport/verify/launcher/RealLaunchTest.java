package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.launcher.Script.Result;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("./filterport with the real JDK and the real Maven")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
class RealLaunchTest {
  private static final Path LAUNCHER = Path.of("../../filterport");

  private static Result run(String... arguments) throws Exception {
    Object[] command = new Object[arguments.length + 1];
    command[0] = LAUNCHER;
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Script.run(Map.of("JAVA_HOME", System.getProperty("java.home")), command);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  @DisplayName("once built, standard output is the answer and standard error is silent")
  void launch() throws Exception {
    assertThat(run("--version").exitCode()).isZero();
    Result result = run("version", "-o", "json");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("{\"filterport\":\"").endsWith("\"}\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  @DisplayName("the exit code is the command's")
  void exitCode() throws Exception {
    assertThat(run("--nonsense").exitCode()).isEqualTo(2);
  }
}
