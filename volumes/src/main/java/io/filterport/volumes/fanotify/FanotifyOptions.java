package io.filterport.volumes.fanotify;

import io.filterport.volume.VolumeOptions;
import java.time.Duration;
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
 * @param selection which opens are asked about
 */
public record FanotifyOptions(
    VolumeOptions volume, int workers, int maxInFlight, int cachedVerdicts, Selection selection) {
  private static final int WORKERS = 8;
  private static final int MOST_WORKERS = 1024;
  private static final int IN_FLIGHT = 1024;
  private static final int MOST_IN_FLIGHT = 65_536;
  private static final int MOST_CACHED = 1 << 20;

  /** Checks the values. */
  public FanotifyOptions {
    Objects.requireNonNull(volume);
    Objects.requireNonNull(selection);
    check("workers", workers, 1, MOST_WORKERS);
    check("operations in flight", maxInFlight, 1, MOST_IN_FLIGHT);
    check("cached verdicts", cachedVerdicts, 0, MOST_CACHED);
  }

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be " + least + " to " + most + ", not " + value);
    }
  }

  /**
   * {@return options with 8 workers, 1,024 operations in flight, and no cached verdicts}
   *
   * @param volume name, default verdict and time limit
   */
  public static FanotifyOptions of(VolumeOptions volume) {
    return new FanotifyOptions(volume, WORKERS, IN_FLIGHT, 0, Selection.everything());
  }

  /**
   * {@return the same with another number of threads}
   *
   * @param value threads that run callbacks, 1…1024
   */
  public FanotifyOptions withWorkers(int value) {
    return new FanotifyOptions(volume, value, maxInFlight, cachedVerdicts, selection);
  }

  /**
   * {@return the same with another bound}
   *
   * @param value operations that may be undecided at once, 1…65536
   */
  public FanotifyOptions withMaxInFlight(int value) {
    return new FanotifyOptions(volume, workers, value, cachedVerdicts, selection);
  }

  /**
   * {@return the same that keeps verdicts} Only on ext4 and tmpfs.
   *
   * @param value verdicts that are kept, up to 1048576; 0 for none
   */
  public FanotifyOptions withCachedVerdicts(int value) {
    return new FanotifyOptions(volume, workers, maxInFlight, value, selection);
  }

  /**
   * {@return the same that asks about some opens only}
   *
   * @param value which opens are asked about
   */
  public FanotifyOptions withSelection(Selection value) {
    return new FanotifyOptions(volume, workers, maxInFlight, cachedVerdicts, value);
  }

  FanotifyOptions withTimeLimit(Duration value) {
    VolumeOptions other = volume.withTimeLimit(value);
    return new FanotifyOptions(other, workers, maxInFlight, cachedVerdicts, selection);
  }
}
