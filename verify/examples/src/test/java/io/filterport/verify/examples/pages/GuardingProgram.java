package io.filterport.verify.examples.pages;

import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.fanotify.FanotifyOptions;
import io.filterport.volumes.fanotify.FanotifyVolume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A program that guards a directory itself. */
final class GuardingProgram {
  private GuardingProgram() {}

  static void guard(Path directory, CountDownLatch end) throws InterruptedException {
    VolumeOptions volume =
        VolumeOptions.named(directory.toString())
            .withTimeLimit(Duration.ofSeconds(2))
            .withDefaultVerdict(Verdict.ALLOW);
    try (Volume guarded = FanotifyVolume.open(directory, FanotifyOptions.of(volume))) {
      guarded.attach(
          "330000",
          operation ->
              operation.kind() == Kind.EXEC
                  ? Verdict.deny("nothing is executed here")
                  : Verdict.ALLOW);
      end.await();
    }
  }
}
