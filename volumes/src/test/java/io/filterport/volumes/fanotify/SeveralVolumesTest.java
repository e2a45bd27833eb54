package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Mounts;
import io.filterport.volume.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several volumes of one process: each has its own tree, callbacks and counters. */
class SeveralVolumesTest {
  @TempDir Path mount;

  private static FanotifyVolume guard(Path directory, Verdict verdict) {
    FanotifyVolume volume = FanotifyVolume.open(directory, Sandbox.options());
    volume.attach("320000", operation -> verdict);
    return volume;
  }

  private static void assertAsked(FanotifyVolume volume, int times) {
    assertThat(volume.counters().asked()).isEqualTo(times);
  }

  @Test
  void twoTreesOfOneFileSystemDecideForThemselves() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path other = sandbox.outside("clean").getParent();
          try (FanotifyVolume first = guard(sandbox.directory(), Verdict.DENY);
              FanotifyVolume second = guard(other, Verdict.ALLOW)) {
            assertThat(sandbox.cat(sandbox.guarded("clean"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(sandbox.cat(sandbox.outside("clean"))).isEqualTo("outside");
            assertThat(Files.readString(sandbox.guarded("clean"))).isEqualTo("clean");
            assertAsked(first, 1);
            assertAsked(second, 1);
          }
        });
  }

  /** Both are asked about what lies in both; one denial is enough. */
  @Test
  void aTreeInATreeIsAskedAboutTwice() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path inner = Files.createDirectory(sandbox.guarded("inner"));
          Files.writeString(inner.resolve("file"), "text");
          try (FanotifyVolume outer = guard(sandbox.directory(), Verdict.ALLOW);
              FanotifyVolume nested = guard(inner, Verdict.DENY)) {
            assertThat(sandbox.cat(inner.resolve("file"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertAsked(nested, 1);
            assertThat(outer.counters().denied()).isZero();
          }
        });
  }

  @Test
  void twoFileSystemsDecideForThemselves() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path other = sandbox.elsewhere();
          assertThat(Mounts.mount("test", other.toString(), "tmpfs", 0, "size=1m")).isZero();
          Path file = Files.writeString(other.resolve("file"), "text");
          try (FanotifyVolume first = guard(sandbox.directory(), Verdict.ALLOW);
              FanotifyVolume second = guard(other, Verdict.DENY)) {
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(sandbox.cat(file)).contains(Sandbox.NOT_PERMITTED);
            assertAsked(first, 1);
            assertAsked(second, 1);
          } finally {
            assertThat(Mounts.unmount(other.toString(), Mounts.MNT_DETACH)).isZero();
          }
        });
  }
}
