package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.Mounts;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An overlay above the guarded directory, or above another one and itself guarded. */
class OverlayTest {
  @TempDir Path mount;

  private interface Body {
    /** Runs with an overlay whose lower directory is the sandbox's guarded one. */
    void run(Sandbox sandbox, Path overlay) throws Exception;
  }

  private void overlaid(Body body) throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path overlay = sandbox.elsewhere();
          mount(sandbox, overlay);
          try {
            body.run(sandbox, overlay);
          } finally {
            assertThat(Mounts.unmount(overlay.toString(), Mounts.MNT_DETACH)).isZero();
          }
        });
  }

  private static void mount(Sandbox sandbox, Path overlay) throws Exception {
    String upper = Files.createDirectory(sandbox.outside("upper")).toString();
    String work = Files.createDirectory(sandbox.outside("work")).toString();
    String layers =
        "lowerdir=%s,upperdir=%s,workdir=%s".formatted(sandbox.directory(), upper, work);
    assumeTrue(
        Mounts.mount("test", overlay.toString(), "overlay", 0, layers) == 0, "no overlays here");
  }

  private static FanotifyVolume guard(Path directory) {
    FanotifyVolume volume = FanotifyVolume.open(directory, Sandbox.options());
    volume.attach("320000", Sandbox::denyBad);
    return volume;
  }

  @Test
  void theLowerDirectoryIsGuardedThroughTheOverlay() throws Throwable {
    overlaid(
        (sandbox, overlay) -> {
          try (FanotifyVolume lower = guard(sandbox.directory())) {
            assertThat(sandbox.cat(overlay.resolve("bad"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(sandbox.cat(overlay.resolve("clean"))).isEqualTo("clean");
            assertThat(lower.counters().denied()).isEqualTo(1);
          }
        });
  }

  @Test
  void aGuardedOverlayDoesNotGuardItsLowerDirectory() throws Throwable {
    overlaid(
        (sandbox, overlay) -> {
          try (FanotifyVolume above = guard(overlay)) {
            assertThat(sandbox.cat(overlay.resolve("bad"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(sandbox.cat(sandbox.guarded("bad"))).isEqualTo("bad");
            assertThat(above.counters().asked()).isEqualTo(1);
          }
        });
  }

  @Test
  void whoGuardsBothGuardsEveryWay() throws Throwable {
    overlaid(
        (sandbox, overlay) -> {
          try (FanotifyVolume above = guard(overlay);
              FanotifyVolume lower = guard(sandbox.directory())) {
            assertThat(sandbox.cat(overlay.resolve("bad"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(sandbox.cat(sandbox.guarded("bad"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(above.counters().denied() + lower.counters().denied()).isEqualTo(2);
          }
        });
  }

  @Test
  void whatIsDeniedBelowIsNotCopiedUp() throws Throwable {
    overlaid(
        (sandbox, overlay) -> {
          Path file = overlay.resolve("bad");
          try (FanotifyVolume lower = guard(sandbox.directory())) {
            assertThat(Opener.shell("echo more >> \"$1\"", file.toString()))
                .contains(Sandbox.NOT_PERMITTED);
            assertThat(lower.counters().denied()).isEqualTo(1);
          }
          assertThat(sandbox.outside("upper").resolve("bad")).doesNotExist();
        });
  }
}
