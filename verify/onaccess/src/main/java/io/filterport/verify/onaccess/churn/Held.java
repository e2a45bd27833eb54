package io.filterport.verify.onaccess.churn;

import io.filterport.verify.onaccess.Filterport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What host and service hold. Immutable.
 *
 * @param hostDescriptors open in the host
 * @param hostThreads of the host
 * @param hostKib of memory that the host occupies
 * @param scanDescriptors open in the service
 * @param scanThreads of the service
 * @param scanKib of memory that the service occupies
 */
record Held(
    long hostDescriptors,
    long hostThreads,
    long hostKib,
    long scanDescriptors,
    long scanThreads,
    long scanKib) {
  /**
   * Threads end when they have had nothing to do: of callbacks after a second, others after ten.
   */
  private static final Duration QUIET = Duration.ofSeconds(12);

  static Held now(Filterport guard) throws IOException {
    return new Held(
        guard.listener().descriptors(),
        guard.listener().threads(),
        guard.listener().residentKib(),
        guard.scan().descriptors(),
        guard.scan().threads(),
        guard.scan().residentKib());
  }

  /** {@return what they hold when nothing has happened for a while} */
  static Held quiet(Filterport guard) throws IOException, InterruptedException {
    Held last = now(guard);
    while (true) {
      TimeUnit.NANOSECONDS.sleep(QUIET.toNanos());
      Held next = now(guard);
      if (next.isWithin(last) && last.isWithin(next)) {
        return next;
      }
      last = next;
    }
  }

  /** {@return whether there are no more descriptors and threads than in another moment} */
  boolean isWithin(Held other) {
    return hostDescriptors <= other.hostDescriptors
        && hostThreads <= other.hostThreads
        && scanDescriptors <= other.scanDescriptors
        && scanThreads <= other.scanThreads;
  }

  String text() {
    return "host %d fds, %d threads, %d MiB; scan %d fds, %d threads, %d MiB"
        .formatted(
            hostDescriptors,
            hostThreads,
            hostKib >> 10,
            scanDescriptors,
            scanThreads,
            scanKib >> 10);
  }
}
