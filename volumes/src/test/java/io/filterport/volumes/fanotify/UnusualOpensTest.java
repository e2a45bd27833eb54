package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.volume.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other calls than open(2), and opens that make or change what they open. */
class UnusualOpensTest {
  @TempDir Path mount;

  @ParameterizedTest
  @ValueSource(strings = {OddOpener.BY_HANDLE, OddOpener.BY_RING})
  void anotherSystemCallIsAskedAbout(String way) throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume = sandbox.volume()) {
            String opened = OddOpener.run(way, sandbox.guarded("clean"));
            assumeFalse(opened.startsWith(OddOpener.SKIP), opened);
            assertThat(opened).isEqualTo("clean");
            assertThat(OddOpener.run(way, sandbox.guarded("bad"))).isEqualTo(Sandbox.NOT_PERMITTED);
            assertThat(volume.counters().allowed()).isEqualTo(1);
            assertThat(volume.counters().denied()).isEqualTo(1);
          }
        });
  }

  /** Its path reads as that of the root: no proof that it lies elsewhere. */
  @Test
  void aFileWithoutANameIsAskedAbout() throws Throwable {
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          try (FanotifyVolume volume = sandbox.volume()) {
            String opened = OddOpener.run(OddOpener.BY_COLD_HANDLE, sandbox.guarded("bad"));
            assumeFalse(opened.startsWith(OddOpener.SKIP), opened);
            assertThat(opened).isEqualTo(Sandbox.NOT_PERMITTED);
            assertThat(volume.counters().denied()).isEqualTo(1);
          }
        });
  }

  @Test
  void whoHasAFileOpenReadsItAndIsAskedAboutWhenHeOpensItAgain() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Opener opener =
              Opener.startShell(
                  "exec 3< \"$1\"; echo has; read go; cat /proc/self/fd/3 2>&1; cat <&3",
                  sandbox.guarded("bad").toString());
          assertThat(opener.line()).isEqualTo("has");
          try (FanotifyVolume volume = sandbox.volume()) {
            opener.tell("go");
            assertThat(opener.line()).contains(Sandbox.NOT_PERMITTED);
            assertThat(opener.output()).isEqualTo("bad");
            assertThat(volume.counters().asked()).isEqualTo(1);
          }
        });
  }

  /** Runs a script with a guarded file, which is denied whatever is in it. */
  private static void assertDenied(Sandbox sandbox, String script, String file) {
    try (FanotifyVolume volume = sandbox.denyAll()) {
      assertThat(Opener.shell(script, sandbox.guarded(file).toString()))
          .contains(Sandbox.NOT_PERMITTED);
      assertThat(volume.counters().denied()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeniedTruncationLeavesTheContent(Sandbox.On fileSystem) throws Throwable {
    Sandbox.run(
        fileSystem,
        mount,
        sandbox -> {
          assertDenied(sandbox, ": > \"$1\"", "clean");
          assertThat(sandbox.guarded("clean")).hasContent("clean");
        });
  }

  @ParameterizedTest
  @EnumSource
  void aDeniedCreationLeavesAnEmptyFile(Sandbox.On fileSystem) throws Throwable {
    Sandbox.run(
        fileSystem,
        mount,
        sandbox -> {
          assertDenied(sandbox, "set -C; echo text > \"$1\"", "new");
          assertThat(sandbox.guarded("new")).isEmptyFile();
        });
  }

  /** No file is opened by it, so nobody is asked. */
  @Test
  void whoTruncatesByNameIsNotAskedAbout() throws Throwable {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "no perl");
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume =
              sandbox.volume(Sandbox.options(), operation -> Verdict.deny("all"))) {
            String program = "truncate($ARGV[0], 2) or die $!";
            String file = sandbox.guarded("clean").toString();
            assertThat(Opener.run("/usr/bin/perl", "-e", program, file)).isEmpty();
            assertThat(sandbox.guarded("clean")).hasContent("cl");
            assertThat(volume.counters().asked()).isZero();
          }
        });
  }
}
