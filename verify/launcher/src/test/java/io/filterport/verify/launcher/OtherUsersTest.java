package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.verify.launcher.Script.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("./filterport and other users")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
class OtherUsersTest {
  private static final String OTHER = "nobody";

  @TempDir(factory = BuildDirectory.class)
  private Path directory;

  private Tree tree;

  @BeforeEach
  void tree() throws IOException {
    tree = new Tree(directory);
  }

  private void assumeRoot() throws IOException, InterruptedException {
    Result look = Script.run(Map.of(), "runuser", "-u", OTHER, "--", "ls", directory);
    assumeTrue(look.exitCode() == 0, "needs root, and a tree that " + OTHER + " can enter");
  }

  private Result runAsOther() throws IOException, InterruptedException {
    return Script.run(tree.environment, "runuser", "-u", OTHER, "--", tree.path("filterport"));
  }

  @Test
  @DisplayName("everybody may read what is published, whatever the umask")
  void umask() throws Exception {
    String command = "umask 077; exec \"$0\"";
    Script.run(tree.environment, "/bin/sh", "-c", command, tree.path("filterport"));
    try (Stream<Path> files = Files.walk(tree.published().getFirst())) {
      assertThat(files).hasSize(2).allSatisfy(OtherUsersTest::assertReadable);
    }
    assertReadable(tree.path("target"));
    assertReadable(tree.path("target/dist"));
  }

  private static void assertReadable(Path path) throws IOException {
    assertThat(Files.getPosixFilePermissions(path)).contains(PosixFilePermission.OTHERS_READ);
    assertThat(Files.isRegularFile(path) || othersMayEnter(path)).isTrue();
  }

  private static boolean othersMayEnter(Path directory) throws IOException {
    return Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_EXECUTE);
  }

  @Test
  @DisplayName("a user who may not write can run an up-to-date tree")
  void upToDate() throws Exception {
    assumeRoot();
    tree.run();
    assertThat(runAsOther().exitCode()).isZero();
  }

  @Test
  @DisplayName("a user who may not write is told who must build")
  void mustBeBuilt() throws Exception {
    assumeRoot();
    Result result = runAsOther();
    assertThat(result.exitCode()).isEqualTo(70);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .first()
        .asString()
        .contains("must be built", OTHER + " may not write");
    assertThat(result.err().lines()).last().asString().contains("as the owner of the tree");
  }

  @Test
  @DisplayName("under sudo the invoking user builds a tree that user can write")
  void sudo() throws Exception {
    assumeRoot();
    Script.run(Map.of(), "chown", "-R", OTHER, directory);
    tree.environment.put("SUDO_USER", OTHER);
    assertThat(tree.run().exitCode()).isZero();
    assertThat(Files.getOwner(tree.published().getFirst())).hasToString(OTHER);
    assertThat(Files.getOwner(tree.path("cli/target"))).hasToString(OTHER);
  }

  @Test
  @DisplayName("under sudo root builds a tree that the invoking user cannot write")
  void sudoInTreeOfRoot() throws Exception {
    assumeRoot();
    tree.environment.put("SUDO_USER", OTHER);
    assertThat(tree.run().exitCode()).isZero();
    assertThat(Files.getOwner(tree.published().getFirst())).hasToString("root");
  }
}
