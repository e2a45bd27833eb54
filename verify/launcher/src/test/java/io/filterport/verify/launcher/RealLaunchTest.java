package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.verify.launcher.Script.Result;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("./filterport with the real JDK and the real Maven")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
class RealLaunchTest {
  private static final Path LAUNCHER = Path.of("../../filterport");

  private static Result run(Object... arguments) throws Exception {
    return script(Stream.concat(Stream.of(LAUNCHER), Stream.of(arguments)));
  }

  private static Result runAsUnknown(Object... arguments) throws Exception {
    String become = "exec setpriv --reuid=54321 --regid=54321 --clear-groups \"$@\"";
    return script(Stream.concat(Stream.of("/bin/sh", "-c", become, "sh"), Stream.of(arguments)));
  }

  private static Result script(Stream<Object> command) throws Exception {
    Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
    return Script.run(environment, command.toArray());
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
  @DisplayName("the demo plays for a user whom the system does not know, as in many containers")
  void demoOfUnknownUser() throws Exception {
    assertThat(run("--version").exitCode()).isZero();
    Path dist = LAUNCHER.resolveSibling("target/dist").toRealPath(); // as others must reach it
    Result look = runAsUnknown("ls", dist, System.getProperty("java.home"));
    assumeTrue(look.exitCode() == 0, "needs root, and a tree that everybody can enter");
    Result result = runAsUnknown(LAUNCHER, "demo", "-o", "json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("\"volume\":\"nio\"", "\"serviceUid\":54321,\"ok\":true");
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  @DisplayName("completion and manual pages of this build are in target/share")
  void share() throws Exception {
    String version = run("--version").out().strip();
    Path share = LAUNCHER.resolveSibling("target/share").toRealPath();
    assertThat(share.resolve("man/man1/filterport-host.1"))
        .content()
        .contains("Filterport " + version.replace("-", "\\-"));
    assertThat(share)
        .isDirectoryRecursivelyContaining("glob:**/bash-completion/completions/filterport")
        .isDirectoryRecursivelyContaining("glob:**/zsh/site-functions/_filterport")
        .isDirectoryRecursivelyContaining("glob:**/fish/vendor_completions.d/filterport.fish");
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  @DisplayName("the exit code is the command's")
  void exitCode() throws Exception {
    assertThat(run("--nonsense").exitCode()).isEqualTo(2);
  }
}
