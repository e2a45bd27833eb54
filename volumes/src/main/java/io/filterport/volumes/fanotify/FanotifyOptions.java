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
 * @param kernelMarks files at once whose opens the kernel allows by itself, up to 65536, each with
 *     an open descriptor; needs cached verdicts. Lowered where this process may not open so many. 0
 *     for none
 * @param extensions how many further time limits an operation waits for if its callbacks ask for
 *     them, up to 1000
 */
public record FanotifyOptions(
    VolumeOptions volume,
    int workers,
    int maxInFlight,
    int cachedVerdicts,
    int kernelMarks,
    int extensions) {
  private static final int WORKERS = 8;
  private static final int MOST_WORKERS = 1024;
  private static final int IN_FLIGHT = 1024;
  private static final int MOST_IN_FLIGHT = 65_536;
  private static final int MOST_CACHED = 1 << 20;
  private static final int MOST_MARKS = 65_536;
  private static final int MOST_EXTENSIONS = 1000;

  /** Checks the values. */
  public FanotifyOptions {
    Objects.requireNonNull(volume);
    check("workers", workers, 1, MOST_WORKERS);
    check("operations in flight", maxInFlight, 1, MOST_IN_FLIGHT);
    check("cached verdicts", cachedVerdicts, 0, MOST_CACHED);
    check("marks of the kernel", kernelMarks, 0, cachedVerdicts == 0 ? 0 : MOST_MARKS);
    check("extensions", extensions, 0, MOST_EXTENSIONS);
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
    return new FanotifyOptions(volume, WORKERS, IN_FLIGHT, 0, 0, 0);
  }

  /**
   * {@return the same with another number of threads}
   *
   * @param value threads that run callbacks, 1…1024
   */
  public FanotifyOptions withWorkers(int value) {
    return new FanotifyOptions(volume, value, maxInFlight, cachedVerdicts, kernelMarks, extensions);
  }

  /**
   * {@return the same with another bound}
   *
   * @param value operations that may be undecided at once, 1…65536
   */
  public FanotifyOptions withMaxInFlight(int value) {
    return new FanotifyOptions(volume, workers, value, cachedVerdicts, kernelMarks, extensions);
  }

  /**
   * {@return the same that keeps verdicts} Only on ext4 and tmpfs.
   *
   * @param value verdicts that are kept, up to 1048576; 0 for none
   */
  public FanotifyOptions withCachedVerdicts(int value) {
    return new FanotifyOptions(volume, workers, maxInFlight, value, kernelMarks, extensions);
  }

  /**
   * {@return the same that has the kernel itself allow files that every callback recalls as clean}
   * Their opens are not told to anybody, for up to ten seconds. While a file has its mark, whoever
   * opens it for writing or truncates it waits until the mark is gone, or with O_NONBLOCK gets
   * EWOULDBLOCK.
   *
   * @param value files at once, up to 65536; 0 for none
   */
  public FanotifyOptions withKernelMarks(int value) {
    return new FanotifyOptions(volume, workers, maxInFlight, cachedVerdicts, value, extensions);
  }

  /**
   * {@return the same whose operations wait longer for callbacks that ask for it: {@link
   * io.filterport.volume.FileOperation#askForMoreTime}}
   *
   * @param value further time limits for an operation, up to 1000
   */
  public FanotifyOptions withExtensions(int value) {
    return new FanotifyOptions(volume, workers, maxInFlight, cachedVerdicts, kernelMarks, value);
  }
}
