package io.filterport.scanner;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a service let the time of a question pass, and was not heard of since. Then it may hang,
 * or be stopped. Thread-safe.
 */
final class Silence {
  /** After this time one more question finds out whether it answers again. */
  static final long REST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** On the monotonic clock; null while it answers. */
  private volatile @Nullable Long restsUntil;

  /** It answered, or said that it works. */
  void heard() {
    restsUntil = null;
  }

  /** A question's time passed. */
  void ranOut(long nanos) {
    restsUntil = nanos + REST_NANOS;
  }

  /** It is asked all the same; until that ended it rests for others. */
  void tried(long nanos) {
    if (restsUntil != null) {
      ranOut(nanos);
    }
  }

  boolean rests(long nanos) {
    Long until = restsUntil;
    return until != null && nanos - until < 0;
  }
}
