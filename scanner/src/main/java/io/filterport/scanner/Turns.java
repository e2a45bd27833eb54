package io.filterport.scanner;

import io.filterport.volume.FileOperation;
import java.util.Collection;
import java.util.Comparator;

/**
 * Which service is asked: the one that works on the fewest scans; among several of these, the one
 * whose last turn is longest ago. Thread-safe.
 *
 * <p>So a service that hangs is asked no more often than another one that works, and keeps half of
 * the threads of a volume, rounded up. It comes last when time passed for one of its scans, until
 * it is heard of again.
 */
final class Turns {
  // guarded by this
  private long given;

  /** A question to a service. It is one of its scans until it is ended there. */
  record Turn(ConnectedService service, long scanId) implements AutoCloseable {
    @Override
    public void close() {
      service.scans().end(scanId);
    }
  }

  /**
   * {@return whose turn it is, with the operation among its scans}
   *
   * @param services at least one
   * @param nanos the monotonic clock
   */
  synchronized Turn next(
      Collection<ConnectedService> services, FileOperation operation, long nanos) {
    ConnectedService next =
        services.stream()
            .min(
                Comparator.comparing((ConnectedService service) -> isLast(service, nanos))
                    .thenComparingInt(service -> service.scans().count())
                    .thenComparingLong(service -> service.scans().lastTurn()))
            .orElseThrow();
    next.silence().tried(nanos);
    return new Turn(next, next.scans().begin(operation, ++given));
  }

  private static boolean isLast(ConnectedService service, long nanos) {
    return service.silence().rests(nanos) || service.scans().isOverdue();
  }
}
