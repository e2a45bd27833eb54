package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.verify.launcher.Script.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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
  @DisplayName("a configuration in the caller's directory is checked, and what counts is printed")
  void configuration(@TempDir Path directory) throws Exception {
    assertThat(run("--version").exitCode()).isZero();
    Path file = directory.resolve("mine.toml");
    Files.writeString(file, "[volumes]\ntimeout = 900\ncache = 'verdicts'\n");
    assertThat(runIn(directory, "check-config", "mine.toml"))
        .isEqualTo(new Result(0, "mine.toml is right; volumes to guard: 0\n", ""));
    Result printed =
        runIn(directory, "host", "--config=mine.toml", "--timeout=700", "--print-config");
    assertThat(printed.exitCode()).as(printed.err()).isZero();
    assertThat(printed.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "volumes.timeout 700 command line",
            "volumes.cache verdicts " + file + ":3:1",
            "volumes.on-death none default");
    Files.writeString(file, "[volumes]\ntimeuot = 900\n");
    Result wrong = runIn(directory, "check-config", "mine.toml");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err())
        .startsWith("filterport: mine.toml:2:1: unknown key 'timeuot' in [volumes]; did you mean")
        .contains("\n  try: ");
  }

  private static Result runIn(Path directory, Object... arguments) throws Exception {
    Stream<Object> change =
        Stream.of("/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory, LAUNCHER.toRealPath());
    return script(Stream.concat(change, Stream.of(arguments)));
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  @DisplayName("the exit code is the command's")
  void exitCode() throws Exception {
    assertThat(run("--nonsense").exitCode()).isEqualTo(2);
  }
}
