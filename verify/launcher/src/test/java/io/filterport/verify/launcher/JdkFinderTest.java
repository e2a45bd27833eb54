package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.launcher.Script.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("build/jdk.sh")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
class JdkFinderTest {
  /** What is installed on the machine that runs the test must not count. */
  private static final String FIND =
      ". ../../build/jdk.sh; consider_system() { :; }; find_jdk && printf %s \"$JAVA_HOME\"";

  @TempDir(factory = BuildDirectory.class)
  private Path directory;

  private Path home;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void emptyHome() {
    home = directory.resolve("a home");
    environment.put("HOME", home.toString());
    environment.put("PATH", "/nowhere");
  }

  private Result find() throws IOException, InterruptedException {
    return Script.run(environment, "/bin/sh", "-euc", FIND);
  }

  private void assertFound(Path jdk) throws IOException, InterruptedException {
    assertThat(find()).isEqualTo(new Result(0, jdk.toString(), ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"25", "25.0.3", "26", "26-ea", "100.1"})
  @DisplayName("takes JAVA_HOME if it is new enough")
  void javaHome(String version) throws Exception {
    FakeJdk.version(home.resolve(".jdks/25"), "25");
    Path jdk = FakeJdk.version(directory.resolve("chosen"), version);
    environment.put("JAVA_HOME", jdk.toString());
    assertFound(jdk);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_402", "17.0.9", "24", ""})
  @DisplayName("passes over a JAVA_HOME that is too old")
  void oldJavaHome(String version) throws Exception {
    environment.put("JAVA_HOME", FakeJdk.version(directory.resolve("old"), version).toString());
    assertFound(FakeJdk.version(home.resolve(".jdks/temurin 25"), "25.0.1"));
  }

  @Test
  @DisplayName("elsewhere the version nearest to 25 wins")
  void nearest() throws Exception {
    FakeJdk.version(home.resolve(".jdks/a"), "27");
    FakeJdk.version(home.resolve(".jdks/b"), "17");
    FakeJdk.version(home.resolve(".jdks/c"), "26-ea");
    assertFound(FakeJdk.version(home.resolve(".sdkman/candidates/java/25-tem"), "25"));
  }

  @Test
  @DisplayName("takes an early-access version if there is no other")
  void earlyAccess() throws Exception {
    FakeJdk.version(home.resolve(".jdks/b"), "17");
    assertFound(FakeJdk.version(home.resolve(".jdks/c"), "26-ea"));
  }

  @Test
  @DisplayName("follows the java on PATH to its JDK")
  void path() throws Exception {
    Path jdk = FakeJdk.version(directory.resolve("jdk"), "25").toRealPath();
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    assertFound(jdk);
  }

  @Test
  @DisplayName("a release file may lack its last line end")
  void noLineEnd() throws Exception {
    assertFound(FakeJdk.withRelease(home.resolve(".jdks/a"), "JAVA_VERSION=\"25.0.1\""));
  }

  @Test
  @DisplayName("broken JDKs do not count, and the error says what to install")
  void broken() throws Exception {
    FakeJdk.jre(home.resolve(".jdks/jre"), "JAVA_VERSION=\"25\"\n");
    FakeJdk.withRelease(home.resolve(".jdks/empty"), "");
    FakeJdk.withRelease(home.resolve(".jdks/text"), "JAVA_VERSION=\"new\"\n");
    Files.delete(FakeJdk.version(home.resolve(".jdks/none"), "25").resolve("release"));
    Result result = find();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .satisfiesExactly(
            what -> assertThat(what).isEqualTo("filterport: no JDK 25 or newer found"),
            where -> assertThat(where).contains("JAVA_HOME (not set)", "/usr/lib/jvm", "PATH"),
            advice -> assertThat(advice).startsWith("  try: install a JDK 25"));
  }
}
