package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which types of files are asked about. */
class TypeSelectionTest {
  private static final Set<Selection.Type> BOTH =
      Set.of(Selection.Type.FILE, Selection.Type.DIRECTORY);

  @TempDir Path mount;

  private static FanotifyOptions of(Set<Selection.Type> types, String... excluded) {
    return Sandbox.options()
        .withSelection(new Selection(List.of(), List.of(excluded), Set.of(), types));
  }

  private static FanotifyVolume denyAll(Sandbox sandbox, FanotifyOptions options) {
    return sandbox.volume(options, operation -> Verdict.DENY);
  }

  private static String list(Path directory) {
    return Opener.run("ls", directory.toString());
  }

  @Test
  void directoriesAreNotAskedAboutUnlessSelected() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume = sandbox.denyAll()) {
            assertThat(list(sandbox.directory())).contains("clean");
            assertThat(volume.counters().asked()).isZero();
          }
        });
  }

  @Test
  void selectedDirectoriesAreAskedAboutInsideAndNotOutside() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path below = Files.createDirectory(sandbox.guarded("below"));
          try (FanotifyVolume volume = denyAll(sandbox, of(BOTH))) {
            assertThat(list(sandbox.directory())).contains(Sandbox.NOT_PERMITTED);
            assertThat(list(below)).contains(Sandbox.NOT_PERMITTED);
            assertThat(sandbox.cat(sandbox.guarded("clean"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.counters().asked()).isEqualTo(3);
            assertThat(list(sandbox.elsewhere().getParent())).contains("guarded");
            assertThat(list(sandbox.elsewhere())).isEmpty();
            assertThat(volume.eventCounters().outside()).isEqualTo(2);
          }
        });
  }

  @Test
  void filesAreNotAskedAboutIfDirectoriesAloneAreSelected() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume = denyAll(sandbox, of(Set.of(Selection.Type.DIRECTORY)))) {
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(volume.eventCounters().excluded()).isEqualTo(1);
            assertThat(list(sandbox.directory())).contains(Sandbox.NOT_PERMITTED);
          }
        });
  }

  @Test
  void aPatternLeavesDirectoriesOutThoughTheyHaveSeveralLinks() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path left = Files.createDirectories(sandbox.guarded("left").resolve("below")).getParent();
          FanotifyOptions options = of(BOTH, left.toString());
          try (FanotifyVolume volume = denyAll(sandbox, options)) {
            assertThat(list(left)).isEqualTo("below");
            assertThat(volume.eventCounters().excluded()).isEqualTo(1);
            assertThat(list(left.resolve("below"))).contains(Sandbox.NOT_PERMITTED);
          }
        });
  }

  /** A kept verdict would outlive what is made in the directory. */
  @Test
  void aDirectoryIsEmptyToCallbacksAndItsVerdictIsNotKept() throws Throwable {
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          Queue<String> seen = new ConcurrentLinkedQueue<>();
          FanotifyOptions options = of(BOTH).withCachedVerdicts(8).withKernelMarks(8);
          try (FanotifyVolume volume =
              sandbox.volume(options, operation -> note(operation, seen))) {
            assertThat(list(sandbox.directory())).contains("clean");
            assertThat(list(sandbox.directory())).contains("clean");
            assertThat(seen).containsExactly("0 0 new", "0 0 new");
            assertThat(volume.cacheCounters().hits()).isZero();
          }
        });
  }

  private static Verdict note(FileOperation operation, Queue<String> seen) throws IOException {
    boolean known = operation.recall("basis").isPresent();
    int read = operation.content().read(0, MemorySegment.ofArray(new byte[1]));
    seen.add(operation.size() + " " + Math.max(read, 0) + (known ? " known" : " new"));
    operation.remember("basis", Verdict.ALLOW);
    return Verdict.ALLOW;
  }

  /** The kernel does not ask, and so opens none of them a second time. */
  @ParameterizedTest
  @EnumSource(
      value = Sandbox.On.class,
      names = {"TMPFS", "EXT4"})
  void whatIsNeitherFileNorDirectoryIsNeverAskedAbout(Sandbox.On fileSystem) throws Throwable {
    Sandbox.run(
        fileSystem,
        mount,
        sandbox -> {
          String fifo = sandbox.guarded("fifo").toString();
          assertThat(Opener.run("mkfifo", fifo)).isEmpty();
          try (FanotifyVolume volume = denyAll(sandbox, of(BOTH))) {
            assertThat(Opener.shell("echo through > \"$1\" & cat \"$1\"; wait", fifo))
                .isEqualTo("through");
            if (fileSystem == Sandbox.On.EXT4) {
              String node = sandbox.guarded("zero").toString();
              assertThat(Opener.run("mknod", node, "c", "1", "5")).isEmpty();
              assertThat(Opener.shell("head -c 4 \"$1\" | wc -c", node)).isEqualTo("4");
            }
            assertThat(volume.eventCounters().read()).isZero();
          }
        });
  }

  /** The kernel takes no mark for both. */
  @Test
  void directoriesAndAccessAreRefusedTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(BOTH).withAccess())
        .withMessageContaining("two volumes");
  }

  @Test
  void aSelectionOfNoTypeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> of(Set.of()));
  }
}
