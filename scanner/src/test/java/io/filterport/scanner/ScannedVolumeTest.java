package io.filterport.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.scanner.engine.Eicar;
import io.filterport.scanner.engine.PatternEngine;
import io.filterport.volume.Verdict;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.nio.NioVolume;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files, opened through a guarded file system. */
class ScannedVolumeTest {
  @TempDir Path directory;

  private static NioVolume volume(Verdict byDefault) {
    VolumeOptions options = VolumeOptions.named("test").withDefaultVerdict(byDefault);
    return NioVolume.wrap(FileSystems.getDefault(), options);
  }

  private Path file(NioVolume volume, String name, byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve(name), bytes);
    return volume.fileSystem().getPath(file.toString());
  }

  @Test
  void eicarCannotBeReadAndOtherFilesCanAndItsWriterIsTold() throws Exception {
    NioVolume volume = volume(Verdict.DENY);
    try (Guard guard = new Guard(volume)) {
      guard.service(new ScannerService(PatternEngine.builtIn(), 2, (request, reply) -> {}));
      Path clean = file(volume, "clean", new byte[] {1, 2, 3});
      assertThat(Files.readAllBytes(clean)).containsExactly(1, 2, 3);
      Path infected = file(volume, "eicar", Eicar.testFile());
      assertThatThrownBy(() -> Files.readAllBytes(infected))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(Eicar.NAME);
      Path made = clean.resolveSibling("made");
      Files.write(made, new byte[] {4});
      assertThat(Files.readAllBytes(made)).containsExactly(4);
      assertThatThrownBy(() -> Files.write(made, Eicar.testFile()))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(Eicar.NAME);
      Path renamed = Files.move(made, clean.resolveSibling("renamed"));
      Files.delete(renamed);
      assertThat(directory.resolve("renamed")).doesNotExist();
    }
  }

  @Test
  void withoutAServiceTheDefaultVerdictDecides() throws Exception {
    NioVolume strict = volume(Verdict.DENY);
    NioVolume lenient = volume(Verdict.ALLOW);
    try (Guard guard = new Guard(strict, lenient)) {
      Path denied = file(strict, "file", new byte[] {1});
      assertThatThrownBy(() -> Files.readAllBytes(denied))
          .isInstanceOf(AccessDeniedException.class);
      Path allowed = file(lenient, "file", new byte[] {1});
      assertThat(Files.readAllBytes(allowed)).containsExactly(1);
      assertThat(strict.counters().failed()).isEqualTo(1);
      assertThat(lenient.counters().failed()).isEqualTo(1);
      assertThat(guard.exempted).hasValue(0);
    }
  }

  @Test
  void aScannerThatWasUnloadedStillDecidedByItsAbsence() throws Exception {
    NioVolume strict = volume(Verdict.DENY);
    try (Guard guard = new Guard(strict)) {
      Path file = file(strict, "file", new byte[] {1});
      guard.unload();
      assertThat(Files.readAllBytes(file)).containsExactly(1);
    }
  }
}
