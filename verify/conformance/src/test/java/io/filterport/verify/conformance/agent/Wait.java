package io.filterport.verify.conformance.agent;

import io.filterport.Timeout;
import java.io.Serializable;
import java.time.Instant;

/** A timeout on its way. */
record Wait(Timeout.Kind kind, long nanos) implements Serializable {
  static Wait of(Timeout timeout) {
    return new Wait(timeout.kind(), timeout.nanos());
  }

  Timeout toTimeout() {
    return switch (kind) {
      case INFINITE -> Timeout.infinite();
      case POLL -> Timeout.poll();
      case RELATIVE -> Timeout.ofNanos(nanos);
      case ABSOLUTE -> Timeout.until(Instant.EPOCH.plusNanos(nanos));
    };
  }
}
