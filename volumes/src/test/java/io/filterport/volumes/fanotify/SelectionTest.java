package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.filterport.linux.Mounts;
import io.filterport.volume.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which opens a volume does not ask about because it was told so. */
class SelectionTest {
  private static final long NOBODY = 65_534;

  @TempDir Path mount;

  private static FanotifyVolume denyAllBut(Sandbox sandbox, Selection selection) {
    return sandbox.volume(
        Sandbox.options().withSelection(selection), operation -> Verdict.deny("all"));
  }

  private static Selection without(Sandbox sandbox, String pattern) {
    return new Selection(List.of(), List.of(sandbox.directory() + pattern), Set.of());
  }

  @Test
  void anExcludedPathIsAllowedUnaskedAndCounted() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path deep = Files.createDirectories(sandbox.guarded("tmp/a"));
          Files.writeString(deep.resolve("file"), "text");
          try (FanotifyVolume volume = denyAllBut(sandbox, without(sandbox, "/tmp/**"))) {
            assertThat(sandbox.cat(deep.resolve("file"))).isEqualTo("text");
            assertThat(sandbox.cat(sandbox.guarded("clean"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.eventCounters().excluded()).isEqualTo(1);
            assertThat(volume.counters().asked()).isEqualTo(1);
          }
        });
  }

  @Test
  void onlyIncludedPathsAreAskedAbout() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Selection selection =
              new Selection(List.of(sandbox.directory() + "/b*"), List.of(), Set.of());
          try (FanotifyVolume volume = denyAllBut(sandbox, selection)) {
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(sandbox.cat(sandbox.guarded("bad"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.eventCounters().excluded()).isEqualTo(1);
          }
        });
  }

  @Test
  void anExcludedPathOfALinkedFileProvesNothing() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path link = Files.createLink(sandbox.guarded("tmp"), sandbox.guarded("clean"));
          try (FanotifyVolume volume = denyAllBut(sandbox, without(sandbox, "/tmp"))) {
            assertThat(sandbox.cat(link)).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.eventCounters().excluded()).isZero();
          }
        });
  }

  @Test
  void anExcludedPathThroughAnotherMountProvesNothing() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path hole = Files.createDirectory(sandbox.guarded("tmp"));
          Files.writeString(hole.resolve("clean"), "text");
          try (FanotifyVolume volume = denyAllBut(sandbox, without(sandbox, "/tmp/**"))) {
            bind(sandbox.directory(), hole);
            assertThat(sandbox.cat(hole.resolve("clean"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.eventCounters().excluded()).isZero();
          } finally {
            assertThat(Mounts.unmount(hole.toString(), Mounts.MNT_DETACH)).isZero();
          }
        });
  }

  private static void bind(Path from, Path to) {
    assertThat(Mounts.mount(from.toString(), to.toString(), "", Mounts.MS_BIND, "")).isZero();
  }

  @Test
  void anExcludedUserIsAllowedUnaskedAndNoOther() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Selection selection = new Selection(List.of(), List.of(), Set.of(NOBODY));
          String file = sandbox.guarded("clean").toString();
          Opener.run("chmod", "-R", "a+rX", sandbox.directory().getParent().toString());
          try (FanotifyVolume volume = denyAllBut(sandbox, selection)) {
            assertThat(Opener.run("setpriv", "--reuid=" + NOBODY, "cat", file)).isEqualTo("clean");
            assertThat(Opener.run("setpriv", "--reuid=1", "cat", file))
                .contains(Sandbox.NOT_PERMITTED);
            assertThat(sandbox.cat(sandbox.guarded("clean"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.eventCounters().excluded()).isEqualTo(1);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"srv/**", "*.doc", ""})
  void aPatternThatNoPathCanMatchIsRefused(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Selection(List.of(), List.of(pattern), Set.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Selection(List.of(pattern), List.of(), Set.of()));
  }

  @Test
  void whatIsTooLongTooManyOrNoUserIsRefused() {
    List<String> many = Collections.nCopies(Selection.MOST + 1, "/a");
    assertThatIllegalArgumentException().isThrownBy(() -> new Selection(many, List.of(), Set.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Selection(List.of(), List.of("/".repeat(257)), Set.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Selection(List.of(), List.of(), Set.of(-1L)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Selection(List.of(), List.of(), Set.of(0xffff_ffffL)));
  }
}
