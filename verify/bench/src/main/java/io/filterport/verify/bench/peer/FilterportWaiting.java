package io.filterport.verify.bench.peer;

import java.util.Optional;

/** The one place that knows how Filterport is told how to wait. Stateless. */
final class FilterportWaiting {
  private FilterportWaiting() {}

  static Optional<String> missing(Waiting waiting) {
    return waiting == Waiting.DEFAULT
        ? Optional.empty()
        : Optional.of("this version of Filterport has one way to wait");
  }

  /** Called in each process before it uses a port. */
  static void choose(Waiting waiting) {
    missing(waiting)
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
  }
}
