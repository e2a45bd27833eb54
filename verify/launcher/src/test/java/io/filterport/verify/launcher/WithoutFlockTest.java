package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("./filterport where there is no flock")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
class WithoutFlockTest {
  private static final List<String> TOOLS =
      List.of(
          "cat chmod cksum cp dirname find id ln mkdir mv ps readlink rm sleep sort tr".split(" "));

  @TempDir(factory = BuildDirectory.class)
  private Path directory;

  private Tree tree;

  @BeforeEach
  void tree() throws Exception {
    tree = new Tree(directory);
    for (String tool : TOOLS) {
      Script.write(tree.path("bin/" + tool), "exec " + find(tool) + " \"$@\"\n");
    }
    tree.environment.put("PATH", tree.path("bin").toString());
  }

  private static String find(String tool) throws IOException, InterruptedException {
    return Script.run(Map.of(), "/bin/sh", "-c", "command -v " + tool).out().strip();
  }

  @Test
  @DisplayName("several at once build once, and leave no lock")
  void atOnce() throws Exception {
    tree.write("wait", "");
    List<Script.Running> running = List.of(tree.start(), tree.start());
    Files.delete(tree.path("wait"));
    for (Script.Running each : running) {
      each.process().getOutputStream().close();
      assertThat(each.await().exitCode()).isZero();
    }
    assertThat(tree.builds()).containsExactly("begin", "end");
    assertThat(tree.path("target/dist/.lock.d")).doesNotExist();
  }

  @Test
  @DisplayName("a lock whose owner is gone is taken over")
  void staleLock() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    tree.write("target/dist/.lock.d/owner", gone.pid() + "\n");
    assertThat(tree.run().exitCode()).isZero();
    assertThat(tree.builds()).containsExactly("begin", "end");
  }
}
