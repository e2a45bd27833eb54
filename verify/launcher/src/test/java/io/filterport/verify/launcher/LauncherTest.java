package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.launcher.Script.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("./filterport")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
class LauncherTest {
  private static final String ONE_BUILD = "begin end";

  @TempDir(factory = BuildDirectory.class)
  private Path directory;

  private Tree tree;

  @BeforeEach
  void tree() throws IOException {
    tree = new Tree(directory);
  }

  private void assertBuilds(int count) throws IOException {
    assertThat(String.join(" ", tree.builds())).isEqualTo((ONE_BUILD + " ").repeat(count).strip());
  }

  @Test
  @DisplayName(
      "builds, says so on standard error, and starts the module with the arguments as given")
  void firstRun() throws Exception {
    Result result = tree.run("send", "\\A Port", "", "--text", "a  b*");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("filterport: building", "talk of Maven");
    assertThat(result.out()).doesNotContain("talk");
    assertThat(result.out().lines())
        .containsSequence("--module-path", tree.published().getFirst().toString())
        .endsWith(
            "io.filterport.cli/io.filterport.cli.Main", "send", "\\A Port", "", "--text", "a  b*");
  }

  @Test
  @DisplayName(
      "an up-to-date tree is not built again, nor does it matter when its files were written")
  void upToDate() throws Exception {
    tree.run();
    assertThat(tree.path("pom.xml").toFile().setLastModified(1_000_000_000_000L)).isTrue();
    Files.writeString(tree.path("cli/src/main/java/Main.java"), "class Main {}");
    assertThat(tree.run().err()).isEmpty();
    assertBuilds(1);
  }

  @Test
  @DisplayName("builds again when a source, a pom or an option of the build changed, came or went")
  void changed() throws Exception {
    tree.run();
    tree.write("cli/src/main/java/Main.java", "class Main { }");
    tree.run();
    tree.write("api/src/main/java/New.java", "");
    tree.run();
    Files.delete(tree.path("api/src/main/java/New.java"));
    tree.run();
    tree.write("cli/pom.xml", "<project/>");
    tree.run();
    tree.write(".mvn/maven.config", "--batch-mode");
    tree.run();
    assertBuilds(6);
  }

  @Test
  @DisplayName("tests, and files that editors hide, are no reason to build")
  void irrelevant() throws Exception {
    tree.run();
    tree.write("cli/src/test/java/MainTest.java", "");
    tree.write("cli/src/main/java/.Main.java.swp", "");
    tree.run();
    assertBuilds(1);
  }

  @Test
  @DisplayName("only what the last build made is published")
  void staleJar() throws Exception {
    tree.write("cli/target/quick/lib/removed-1.jar", "");
    tree.run();
    assertThat(tree.published().getFirst()).isDirectoryNotContaining("glob:**removed*");
  }

  @Test
  @DisplayName("a failing build ends with code 70 and starts nothing")
  void failingBuild() throws Exception {
    tree.maven("echo 'talk of Maven'; exit 1");
    Result result = tree.run();
    assertThat(result.exitCode()).isEqualTo(70);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("talk of Maven", "filterport: the build failed", "  try: ");
    assertThat(tree.published()).isEmpty();
  }

  @Test
  @DisplayName("without a JDK 25 it ends with code 70")
  void noJdk() throws Exception {
    FakeJdk.version(tree.path("jdk"), "17");
    tree.write("build/jdk.sh", withoutSystem(Files.readString(tree.path("build/jdk.sh"))));
    Result result = tree.run();
    assertThat(result.exitCode()).isEqualTo(70);
    assertThat(result.err()).startsWith("filterport: no JDK 25 or newer found");
    assertBuilds(0);
  }

  /** The JDKs of the machine that runs the test must not count, nor those on its PATH. */
  private static String withoutSystem(String finder) {
    return finder + "\nconsider_system() { :; }\nconsider_path() { :; }\n";
  }

  @Test
  @DisplayName("native access is enabled if, and only if, the native module is there")
  void nativeAccess() throws Exception {
    String option = "--enable-native-access=io.filterport.linux";
    assertThat(tree.run().out()).doesNotContain(option);
    tree.maven(
        "mkdir -p \"${0%/*}/cli/target/quick/lib\"; >\"${0%/*}/cli/target/quick/lib/filterport-linux-1.jar\"");
    assertThat(tree.run().out()).contains(option);
  }

  @Test
  @DisplayName(
      "a host that ran out of memory and lived on kept its openers waiting: it ends at once")
  void outOfMemory() throws Exception {
    String option = "-XX:+ExitOnOutOfMemoryError";
    assertThat(tree.run("host").out().lines()).contains(option);
    assertThat(tree.run("send").out().lines()).doesNotContain(option);
  }

  @Test
  @DisplayName("may be called through a symbolic link")
  void symbolicLink() throws Exception {
    Path link = Files.createSymbolicLink(tree.path("link"), tree.path("filterport"));
    assertThat(Script.run(tree.environment, link).exitCode()).isZero();
    assertBuilds(1);
  }

  @Test
  @DisplayName("needs no HOME: Maven gets the one of the user's entry")
  void noHome() throws Exception {
    tree.environment.remove("HOME");
    tree.maven("echo \"home=$HOME\"; exit 1");
    assertThat(tree.run().err()).contains("home=" + System.getProperty("user.home"));
  }

  @Test
  @DisplayName("whatever the locale, Java gets one that is there and can name every file")
  void locale() throws Exception {
    Script.write(tree.path("jdk/bin/java"), "echo \"$LC_ALL\"");
    assertThat(tree.run().out()).isEqualTo("C.UTF-8\n");
    tree.environment.put("LANG", "C");
    assertThat(tree.run().out()).isEqualTo("C.UTF-8\n");
    tree.environment.put("LANG", "xx_XX.UTF-8");
    assertThat(tree.run().out()).as("not installed").isEqualTo("C.UTF-8\n");
    tree.environment.put("LC_CTYPE", "UTF-8");
    assertThat(tree.run().out()).as("by ssh from a Mac").isEqualTo("C.UTF-8\n");
    tree.environment.put("LC_ALL", "de_DE.ISO-8859-1");
    assertThat(tree.run().out()).as("another charset").isEqualTo("C.UTF-8\n");
  }

  @Test
  @DisplayName("several at once build once")
  void atOnce() throws Exception {
    tree.write("wait", "");
    List<Script.Running> running = List.of(tree.start(), tree.start(), tree.start());
    Files.delete(tree.path("wait"));
    for (Script.Running each : running) {
      each.process().getOutputStream().close();
      assertThat(each.await().exitCode()).isZero();
    }
    assertBuilds(1);
  }

  @Test
  @DisplayName("what a running command uses outlives a build, and goes with the next one after it")
  void inUse() throws Exception {
    Script.Running running = tree.start();
    awaitStart(running);
    Path used = tree.published().getFirst();
    tree.write("pom.xml", "<first/>");
    tree.run();
    assertThat(used).isDirectory();
    running.process().getOutputStream().close();
    running.await();
    tree.write("pom.xml", "<second/>");
    tree.run();
    assertThat(tree.published()).hasSize(1).doesNotContain(used);
  }

  /** The fake JVM prints its arguments and then waits for its input to end. */
  private static void awaitStart(Script.Running running) throws IOException {
    while (!Files.readString(running.out()).contains("cli.Main")) {
      assertThat(running.process().isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }
}
