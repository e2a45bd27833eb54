package io.filterport.cli;

import io.filterport.volume.Verdict;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.nio.NioVolume;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the demo's volumes have in common, and how the host opens files of its own. */
final class DemoVolume {
  /** How long a service may take before the volume's default verdict counts. */
  private static final Duration TIME_LIMIT = Duration.ofSeconds(3);

  private DemoVolume() {}

  static VolumeOptions options(Path directory) {
    return VolumeOptions.named(directory.toString())
        .withDefaultVerdict(Verdict.deny("nobody answered"))
        .withTimeLimit(TIME_LIMIT);
  }

  static NioVolume nio(Path directory) {
    return NioVolume.wrap(FileSystems.getDefault(), options(directory));
  }

  /** {@return what an opener of the guarded file system sees} */
  static String open(NioVolume volume, String file) {
    try {
      return "read " + Files.readAllBytes(volume.fileSystem().getPath(file)).length + " bytes";
    } catch (AccessDeniedException e) {
      return "denied: " + e.getReason();
    } catch (IOException e) {
      return "failed: " + e;
    }
  }
}
