package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;

/**
 * How many events a volume can hold without this process running out of descriptors, which would
 * deny opens that nobody looked at.
 *
 * @param inFlight events that wait for a verdict
 * @param batch events that one read may bring
 */
record Capacity(int inFlight, int batch) {
  private static final int MOST_BATCH = 2048;
  private static final long PER_EVENT = 2;

  /** For callbacks' content, and the two of an event that was decided while its callback ran on. */
  private static final long PER_WORKER = 3;

  /**
   * {@return what the options ask for, or less}
   *
   * @param options of the volume
   * @param descriptors that it may use
   */
  static Capacity of(FanotifyOptions options, long descriptors) {
    long events = (descriptors - PER_WORKER * options.workers()) / PER_EVENT;
    if (events < 2) {
      throw new FilterPortException(
          "guarding files with " + Math.max(descriptors, 0) + " descriptors left for that",
          NtStatus.INSUFFICIENT_RESOURCES,
          "Raise the limit (ulimit -n, LimitNOFILE=), or have fewer volumes, or fewer workers than "
              + options.workers());
    }
    int inFlight = (int) Math.min(options.maxInFlight(), events / 2);
    return new Capacity(inFlight, (int) Math.min(MOST_BATCH, events - inFlight));
  }

  /** {@return the descriptors with which the options get all they ask for} */
  static long wanted(FanotifyOptions options) {
    return new Capacity(options.maxInFlight(), MOST_BATCH).descriptors(options);
  }

  /** {@return the descriptors that the volume uses at most} */
  long descriptors(FanotifyOptions options) {
    return PER_EVENT * (inFlight + batch) + PER_WORKER * options.workers();
  }
}
