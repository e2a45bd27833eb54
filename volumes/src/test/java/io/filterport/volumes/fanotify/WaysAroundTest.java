package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.Mounts;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inside unless proven outside: other ways to a guarded file, and what is not guarded. */
class WaysAroundTest {
  @TempDir Path mount;

  @Test
  void aFileOutsideIsNotAskedAbout() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume = sandbox.denyAll()) {
            assertThat(sandbox.cat(sandbox.outside("clean"))).isEqualTo("outside");
            assertThat(volume.counters().asked()).isZero();
            assertThat(volume.eventCounters().outside()).isEqualTo(1);
          }
        });
  }

  @Test
  void aDirectoryWhoseNameBeginsAlikeIsOutside() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path alike = Files.createDirectory(sandbox.directory().resolveSibling("guarded too"));
          Path file = Files.writeString(alike.resolve("file"), "text");
          try (FanotifyVolume volume = sandbox.denyAll()) {
            assertThat(sandbox.cat(file)).isEqualTo("text");
            assertThat(volume.counters().asked()).isZero();
          }
        });
  }

  @Test
  void aBindMountElsewhereIsGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          String elsewhere = sandbox.elsewhere().toString();
          assertThat(
                  Mounts.mount(sandbox.directory().toString(), elsewhere, "", Mounts.MS_BIND, ""))
              .isZero();
          assertDenied(sandbox, sandbox.elsewhere().resolve("bad"));
          assertThat(Mounts.unmount(elsewhere, Mounts.MNT_DETACH)).isZero();
        });
  }

  @Test
  void aHardLinkFromOutsideIsGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox ->
            assertDenied(
                sandbox, Files.createLink(sandbox.outside("link"), sandbox.guarded("bad"))));
  }

  @Test
  void aSymbolicLinkFromOutsideIsGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox ->
            assertDenied(
                sandbox,
                Files.createSymbolicLink(sandbox.outside("link"), sandbox.guarded("bad"))));
  }

  @Test
  void aSubdirectoryIsGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path deep = Files.createDirectories(sandbox.guarded("a/b/c"));
          assertDenied(sandbox, Files.writeString(deep.resolve("bad"), "bad"));
        });
  }

  @Test
  void aSubdirectoryThatIsMadeLaterIsGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume = sandbox.volume()) {
            Path deep = Files.createDirectories(sandbox.guarded("a/b/c"));
            Path file = Files.writeString(deep.resolve("bad"), "bad");
            assertThat(sandbox.cat(file)).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.counters().denied()).isEqualTo(1);
          }
        });
  }

  @Test
  void anOverlayAboveIsGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          String elsewhere = sandbox.elsewhere().toString();
          String lower = "lowerdir=" + sandbox.directory() + ":" + sandbox.outside("");
          assumeTrue(
              Mounts.mount("test", elsewhere, "overlay", Mounts.MS_RDONLY, lower) == 0,
              "no overlays here");
          assertDenied(sandbox, sandbox.elsewhere().resolve("bad"));
          assertThat(Mounts.unmount(elsewhere, Mounts.MNT_DETACH)).isZero();
        });
  }

  private static void assertDenied(Sandbox sandbox, Path way) {
    try (FanotifyVolume volume = sandbox.volume()) {
      assertThat(sandbox.cat(way)).contains(Sandbox.NOT_PERMITTED);
      assertThat(volume.counters().denied()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("another mount namespace is asked about, wherever the path seems to lead")
  void anotherMountNamespace() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume = sandbox.denyAll()) {
            String inside = sandbox.guarded("bad").toString();
            String outside = sandbox.outside("clean").toString();
            assertThat(Opener.run("unshare", "-m", "cat", inside)).contains(Sandbox.NOT_PERMITTED);
            assertThat(Opener.run("unshare", "-m", "cat", outside)).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.counters().denied()).isEqualTo(2);
          }
        });
  }

  @Test
  void aFileThatHasLostItsNameIsAskedAbout() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume = sandbox.volume()) {
            String script = "exec 3< \"$1\"; echo bad > \"$1\"; rm \"$1\"; cat /proc/self/fd/3";
            Files.writeString(sandbox.outside("lost"), "text");
            assertThat(Opener.shell(script, sandbox.outside("lost").toString())).isEqualTo("bad");
            assertThat(volume.counters().asked()).isEqualTo(1);
          }
        });
  }

  @Test
  void aRenamedDirectoryIsStillGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume = sandbox.volume()) {
            Path renamed =
                Files.move(sandbox.directory(), sandbox.directory().resolveSibling("renamed"));
            assertThat(sandbox.cat(renamed.resolve("bad"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(sandbox.cat(sandbox.outside("clean"))).isEqualTo("outside");
            assertThat(volume.counters().asked()).isEqualTo(1);
          }
        });
  }

  @Test
  void theRootOfAMountHasNoOutside() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path root = sandbox.directory().getParent();
          try (FanotifyVolume volume = FanotifyVolume.open(root, Sandbox.options())) {
            volume.attach("1", Sandbox::denyBad);
            assertThat(sandbox.cat(sandbox.outside("clean"))).isEqualTo("outside");
            assertThat(volume.counters().asked()).isEqualTo(1);
          }
        });
  }
}
