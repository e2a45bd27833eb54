package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.DescriptorLimit;

/**
 * How many events this process can hold without running out of descriptors, which would deny opens
 * that nobody looked at.
 *
 * @param inFlight events that wait for a verdict
 * @param batch events that one read may bring
 * @param marks files that may have a mark of the kernel
 */
record Capacity(int inFlight, int batch, int marks) {
  private static final int MOST_BATCH = 2048;
  private static final long PER_EVENT = 2;

  /** For callbacks' content, and the two of an event that was decided while its callback ran on. */
  private static final long PER_WORKER = 3;

  /** For everything else that the process does, such as reading what is told afterwards. */
  private static final long RESERVE = 64;

  /** Marks, which nobody needs, take one descriptor in four at most. */
  private static final int MARKS_PART = 4;

  private static final long UNLIMITED = -1;

  static Capacity of(FanotifyOptions options, DescriptorLimit limit) {
    long soft = limit.soft() == UNLIMITED ? Integer.MAX_VALUE : limit.soft();
    long marks = Math.min(options.kernelMarks(), soft / MARKS_PART);
    long events = (soft - RESERVE - PER_WORKER * options.workers() - marks) / PER_EVENT;
    if (events < 2) {
      throw new FilterPortException(
          "guarding files with " + soft + " descriptors",
          NtStatus.INSUFFICIENT_RESOURCES,
          "Raise the limit (ulimit -n), or have fewer workers than " + options.workers());
    }
    int inFlight = (int) Math.min(options.maxInFlight(), events / 2);
    return new Capacity(inFlight, (int) Math.min(MOST_BATCH, events - inFlight), (int) marks);
  }
}
