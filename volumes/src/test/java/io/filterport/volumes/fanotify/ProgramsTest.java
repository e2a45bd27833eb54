package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs code of a guarded file: execve, an interpreter, the dynamic linker. */
class ProgramsTest {
  @TempDir Path mount;

  /** A volume that denies what has this name. */
  private static FanotifyVolume denying(Sandbox sandbox, String name) {
    return sandbox.volume(Sandbox.options(), operation -> denied(operation, name));
  }

  private static Verdict denied(FileOperation operation, String name) {
    return operation.path().endsWith("/" + name) ? Verdict.deny(name) : Verdict.ALLOW;
  }

  private static Path script(Sandbox sandbox, String name, String firstLine) throws IOException {
    Path script = Files.writeString(sandbox.guarded(name), firstLine + "\necho works\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void assertRuns(Sandbox sandbox, String... command) {
    try (FanotifyVolume volume = denying(sandbox, "nothing")) {
      assertThat(Opener.run(command)).isEqualTo("works");
      assertThat(volume.counters().asked()).isPositive();
    }
  }

  private static void assertDenied(Sandbox sandbox, String denied, String... command) {
    try (FanotifyVolume volume = denying(sandbox, denied)) {
      assertThat(Opener.run(command)).contains(Sandbox.NOT_PERMITTED).doesNotContain("works");
      assertThat(volume.counters().denied()).isPositive();
    }
  }

  @Test
  void aProgramThatIsDeniedDoesNotRun() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          String program = Files.copy(Path.of("/bin/echo"), sandbox.guarded("program")).toString();
          assertRuns(sandbox, "env", program, "works");
          assertDenied(sandbox, "program", "env", program, "works");
        });
  }

  @Test
  void aScriptThatIsDeniedIsNeitherExecutedNorRead() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          String script = script(sandbox, "script", "#!/bin/sh").toString();
          for (String[] command : new String[][] {{"env", script}, {"cat", script}}) {
            assertDenied(sandbox, "script", command);
          }
          assertRuns(sandbox, "env", script);
          assertRuns(sandbox, "sh", script);
          assertThatShDoesNotRead(sandbox, script);
        });
  }

  /** What sh says differs from shell to shell. */
  private static void assertThatShDoesNotRead(Sandbox sandbox, String script) {
    try (FanotifyVolume volume = denying(sandbox, "script")) {
      assertThat(Opener.run("sh", script)).doesNotContain("works");
      assertThat(volume.counters().denied()).isEqualTo(1);
    }
  }

  @Test
  void aScriptWhoseInterpreterIsDeniedDoesNotRun() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path shell = Files.copy(Path.of("/bin/sh"), sandbox.guarded("shell"));
          String script = script(sandbox, "script", "#!" + shell).toString();
          assertRuns(sandbox, "env", script);
          assertDenied(sandbox, "shell", "env", script);
        });
  }

  @Test
  void aLibraryThatIsDeniedIsNotLoaded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path library = Files.copy(anyLibrary(), sandbox.guarded("library.so"));
          String[] command = {"env", "LD_PRELOAD=" + library, "echo", "works"};
          assertRuns(sandbox, command);
          try (FanotifyVolume volume = denying(sandbox, "library.so")) {
            assertThat(Opener.run(command)).contains(library.toString(), "cannot be preloaded");
            assertThat(volume.counters().denied()).isEqualTo(1);
          }
        });
  }

  /** One that this process has loaded, so it is there, and needs nothing but the C library. */
  private static Path anyLibrary() throws IOException {
    try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
      var found =
          maps.flatMap(line -> Arrays.stream(line.split(" ")).skip(5))
              .filter(path -> path.matches("/.*/libm[.-].*so.*"))
              .findFirst();
      assumeTrue(found.isPresent(), "no libm");
      return Path.of(found.orElseThrow());
    }
  }
}
