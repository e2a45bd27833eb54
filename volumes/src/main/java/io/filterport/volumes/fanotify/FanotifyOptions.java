package io.filterport.volumes.fanotify;

import io.filterport.volume.VolumeOptions;
import java.util.Objects;

/**
 * How a {@link FanotifyVolume} asks. Immutable.
 *
 * @param volume name, default verdict and time limit; the limit counts from the moment that the
 *     event is read
 * @param workers threads that run callbacks, 1…1024: so many operations are decided at once
 * @param maxInFlight operations that may be undecided at once, 1…65536; more get the default
 *     verdict at once. Lowered where this process may not open the two descriptors that each of
 *     them needs
 * @param cachedVerdicts verdicts that are kept for files that do not change, up to 1048576; the one
 *     that was not used for longest goes first. 0 keeps none
 * @param maxUntold operations that have happened and wait to be told to post-operation callbacks,
 *     1…65536; more are counted and not told
 * @param access whether {@link io.filterport.volume.FileOperation.Kind#ACCESS} is asked about: each
 *     read, write and mapping of a file that was opened while the volume was guarding waits for a
 *     verdict. On ext4, xfs and btrfs with Linux 6.14 or newer; elsewhere the volume does not open
 */
public record FanotifyOptions(
    VolumeOptions volume,
    int workers,
    int maxInFlight,
    int cachedVerdicts,
    int maxUntold,
    boolean access) {
  private static final int WORKERS = 8;
  private static final int MOST_WORKERS = 1024;
  private static final int IN_FLIGHT = 1024;
  private static final int MOST_IN_FLIGHT = 65_536;
  private static final int MOST_CACHED = 1 << 20;
  private static final int UNTOLD = 4096;
  private static final int MOST_UNTOLD = 65_536;

  /** Checks the values. */
  public FanotifyOptions {
    Objects.requireNonNull(volume);
    check("workers", workers, 1, MOST_WORKERS);
    check("operations in flight", maxInFlight, 1, MOST_IN_FLIGHT);
    check("cached verdicts", cachedVerdicts, 0, MOST_CACHED);
    check("untold operations", maxUntold, 1, MOST_UNTOLD);
  }

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be " + least + " to " + most + ", not " + value);
    }
  }

  /**
   * {@return options with 8 workers, 1,024 operations in flight, no cached verdicts, 4,096
   * operations that wait to be told, and no questions about access}
   *
   * @param volume name, default verdict and time limit
   */
  public static FanotifyOptions of(VolumeOptions volume) {
    return new FanotifyOptions(volume, WORKERS, IN_FLIGHT, 0, UNTOLD, false);
  }

  /**
   * {@return the same for another volume}
   *
   * @param value name, default verdict and time limit
   */
  public FanotifyOptions withVolume(VolumeOptions value) {
    return new FanotifyOptions(value, workers, maxInFlight, cachedVerdicts, maxUntold, access);
  }

  /**
   * {@return the same with another number of threads}
   *
   * @param value threads that run callbacks, 1…1024
   */
  public FanotifyOptions withWorkers(int value) {
    return new FanotifyOptions(volume, value, maxInFlight, cachedVerdicts, maxUntold, access);
  }

  /**
   * {@return the same with another bound}
   *
   * @param value operations that may be undecided at once, 1…65536
   */
  public FanotifyOptions withMaxInFlight(int value) {
    return new FanotifyOptions(volume, workers, value, cachedVerdicts, maxUntold, access);
  }

  /**
   * {@return the same that keeps verdicts} Only on ext4 and tmpfs.
   *
   * @param value verdicts that are kept, up to 1048576; 0 for none
   */
  public FanotifyOptions withCachedVerdicts(int value) {
    return new FanotifyOptions(volume, workers, maxInFlight, value, maxUntold, access);
  }

  /**
   * {@return the same with another bound on what waits to be told}
   *
   * @param value operations, 1…65536
   */
  public FanotifyOptions withMaxUntold(int value) {
    return new FanotifyOptions(volume, workers, maxInFlight, cachedVerdicts, value, access);
  }

  /** {@return the same that asks about access to content} Only where the kernel can. */
  public FanotifyOptions withAccess() {
    return new FanotifyOptions(volume, workers, maxInFlight, cachedVerdicts, maxUntold, true);
  }
}
