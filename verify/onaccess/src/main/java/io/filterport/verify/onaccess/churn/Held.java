package io.filterport.verify.onaccess.churn;

import io.filterport.verify.onaccess.Filterport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What host and service hold. Immutable.
 *
 * @param hostDescriptors what is open in the host
 * @param hostThreads of the host
 * @param hostKib of memory that the host occupies
 * @param scanDescriptors what is open in the service
 * @param scanThreads of the service
 * @param scanKib of memory that the service occupies
 */
record Held(
    Names hostDescriptors,
    Names hostThreads,
    long hostKib,
    Names scanDescriptors,
    Names scanThreads,
    long scanKib) {
  /**
   * Threads end when they have had nothing to do: of callbacks after a second, others after ten.
   */
  private static final Duration QUIET = Duration.ofSeconds(12);

  static Held now(Filterport guard) throws IOException {
    return new Held(
        Names.of(guard.listener().descriptors()),
        Names.of(guard.listener().threads()),
        guard.listener().residentKib(),
        Names.of(guard.scan().descriptors()),
        Names.of(guard.scan().threads()),
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
    return hostDescriptors.total() <= other.hostDescriptors.total()
        && hostThreads.total() <= other.hostThreads.total()
        && scanDescriptors.total() <= other.scanDescriptors.total()
        && scanThreads.total() <= other.scanThreads.total();
  }

  String text() {
    return "host %d fds, %d threads, %d MiB; scan %d fds, %d threads, %d MiB"
        .formatted(
            hostDescriptors.total(),
            hostThreads.total(),
            hostKib >> 10,
            scanDescriptors.total(),
            scanThreads.total(),
            scanKib >> 10);
  }

  /** {@return by name what there is more and less of than before} */
  String since(Held before) {
    return Stream.of(
            change("host fds", hostDescriptors.since(before.hostDescriptors)),
            change("host threads", hostThreads.since(before.hostThreads)),
            change("scan fds", scanDescriptors.since(before.scanDescriptors)),
            change("scan threads", scanThreads.since(before.scanThreads)))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String change(String what, String change) {
    return change.isEmpty() ? "" : what + ": " + change;
  }
}
