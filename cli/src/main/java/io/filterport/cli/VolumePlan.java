package io.filterport.cli;

import io.filterport.cli.VolumeOption.Answer;
import io.filterport.volume.Verdict;
import io.filterport.volume.VerdictListener;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.fanotify.FanotifyOptions;
import io.filterport.volumes.fanotify.FanotifyVolume;
import io.filterport.volumes.fanotify.Selection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.TypeConversionException;

/**
 * How a directory is to be guarded. Two that are equal guard alike.
 *
 * @param directory to guard
 * @param audit whether nothing is denied there
 * @param allowOnTimeout what counts if nobody answers
 * @param onDeath what counts when the host has died; empty if nobody sees to it
 * @param timeoutMillis how long a verdict may take
 * @param cachedVerdicts verdicts kept for files that do not change
 * @param kernelMarks clean files that the kernel itself allows
 * @param extensions how often the time is prolonged
 * @param access whether reading and writing what is open is asked about
 * @param selection which opens are asked about
 * @param excludedProcesses are not asked about while they live
 */
record VolumePlan(
    Path directory,
    boolean audit,
    boolean allowOnTimeout,
    Optional<Answer> onDeath,
    long timeoutMillis,
    int cachedVerdicts,
    int kernelMarks,
    int extensions,
    boolean access,
    Selection selection,
    Set<Integer> excludedProcesses) {

  /**
   * {@return the volume, guarding}
   *
   * @param descriptors that it may use
   * @param listener who is told of its verdicts
   * @param before attaches filters and exempts clients, before the kernel first asks
   */
  FanotifyVolume open(int descriptors, VerdictListener listener, Consumer<FanotifyVolume> before) {
    return FanotifyVolume.open(
        directory,
        options(listener).withMaxDescriptors(descriptors),
        volume -> {
          excludedProcesses.forEach(pid -> SelectionOption.exempt(volume, pid));
          before.accept(volume);
        });
  }

  /**
   * {@return this}
   *
   * @throws TypeConversionException if no volume can be like this
   */
  VolumePlan checked() {
    try {
      FanotifyOptions _ = options(VerdictListener.NONE);
      return this;
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(directory + ": " + e.getMessage());
    }
  }

  private FanotifyOptions options(VerdictListener listener) {
    Verdict verdict = allowOnTimeout ? Verdict.ALLOW : Verdict.deny("nobody answered");
    VolumeOptions volume =
        VolumeOptions.named(directory.toString())
            .withDefaultVerdict(verdict)
            .withTimeLimit(Duration.ofMillis(timeoutMillis))
            .withListener(listener);
    FanotifyOptions options =
        FanotifyOptions.of(audit ? volume.withAudit() : volume)
            .withCachedVerdicts(cachedVerdicts)
            .withKernelMarks(kernelMarks)
            .withExtensions(extensions)
            .withSelection(selection);
    return access ? options.withAccess() : options;
  }
}
