package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;

/**
 * How many events a volume can hold without this process running out of descriptors, which would
 * deny opens that nobody looked at.
 *
 * @param inFlight events that wait for a verdict
 * @param batch events that one read may bring, also where as many are in flight as may be
 * @param marks files that may have a mark of the kernel
 */
record Capacity(int inFlight, int batch, int marks) {
  private static final int MOST_BATCH = 2048;
  private static final long PER_EVENT = 2;

  /** One read takes one event in eight at most. */
  private static final int BATCH_PART = 8;

  /** For callbacks' content, and the two of an event that was decided while its callback ran on. */
  private static final long PER_WORKER = 3;

  /** For those whose processes are looked at while what is told afterwards is read. */
  private static final long TOLD = 32;

  /** Marks, which nobody needs, take one descriptor in four at most. */
  private static final int MARKS_PART = 4;

  /**
   * {@return what the options ask for, or less}
   *
   * @param options of the volume
   * @param descriptors that it may use
   */
  static Capacity of(FanotifyOptions options, long descriptors) {
    long marks = Math.clamp(descriptors / MARKS_PART, 0, options.kernelMarks());
    long events = (descriptors - TOLD - PER_WORKER * options.workers() - marks) / PER_EVENT;
    if (events < 2) {
      throw new FilterPortException(
          "guarding files with " + Math.max(descriptors, 0) + " descriptors left for that",
          NtStatus.INSUFFICIENT_RESOURCES,
          "Have fewer volumes, or fewer workers than "
              + options.workers()
              + "; below "
              + DescriptorBudget.MOST
              + " a higher limit helps, too (ulimit -n, LimitNOFILE=)");
    }
    long batch = Math.clamp(events / BATCH_PART, 1, MOST_BATCH);
    long inFlight = Math.min(options.maxInFlight(), events - batch);
    return new Capacity((int) inFlight, (int) batch, (int) marks);
  }

  /** {@return the descriptors with which the options get all they ask for} */
  static long wanted(FanotifyOptions options) {
    return new Capacity(options.maxInFlight(), MOST_BATCH, options.kernelMarks())
        .descriptors(options);
  }

  /** {@return the descriptors that the volume uses at most} */
  long descriptors(FanotifyOptions options) {
    return PER_EVENT * (inFlight + batch) + PER_WORKER * options.workers() + TOLD + marks;
  }
}
