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
 */
public record FanotifyOptions(VolumeOptions volume, int workers, int maxInFlight) {
  private static final int WORKERS = 8;
  private static final int MOST_WORKERS = 1024;
  private static final int IN_FLIGHT = 1024;
  private static final int MOST_IN_FLIGHT = 65_536;

  /** Checks the values. */
  public FanotifyOptions {
    Objects.requireNonNull(volume);
    check("workers", workers, MOST_WORKERS);
    check("operations in flight", maxInFlight, MOST_IN_FLIGHT);
  }

  private static void check(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(what + " must be 1 to " + most + ", not " + value);
    }
  }

  /**
   * {@return options with 8 workers and 1,024 operations in flight}
   *
   * @param volume name, default verdict and time limit
   */
  public static FanotifyOptions of(VolumeOptions volume) {
    return new FanotifyOptions(volume, WORKERS, IN_FLIGHT);
  }

  /**
   * {@return the same with another number of threads}
   *
   * @param value threads that run callbacks, 1…1024
   */
  public FanotifyOptions withWorkers(int value) {
    return new FanotifyOptions(volume, value, maxInFlight);
  }

  /**
   * {@return the same with another bound}
   *
   * @param value operations that may be undecided at once, 1…65536
   */
  public FanotifyOptions withMaxInFlight(int value) {
    return new FanotifyOptions(volume, workers, value);
  }
}
