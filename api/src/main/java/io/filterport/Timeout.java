package io.filterport;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a send may take, delivery and reply together (KSM-40). Immutable.
 *
 * <p>A relative timeout is counted on the monotonic clock from the call's entry; an absolute one
 * follows the system clock (KSM-38). It never fires early (KSM-47).
 */
public final class Timeout {
  private static final long UNITS_PER_SECOND = 10_000_000;
  private static final long NANOS_PER_UNIT = 100;
  private static final long EPOCH_1601_SECONDS = 11_644_473_600L;

  private static final Timeout INFINITE = new Timeout(Kind.INFINITE, 0);
  private static final Timeout POLL = new Timeout(Kind.POLL, 0);

  /** The four forms of a timeout. */
  public enum Kind {
    /** Wait for ever; the NULL pointer of FltSendMessage (KSM-36). */
    INFINITE,
    /** Do not wait: deliver to a getter that is outstanding already, or time out (KSM-39). */
    POLL,
    /** A span from the call's entry (KSM-37). */
    RELATIVE,
    /** A point of the system clock (KSM-38). */
    ABSOLUTE
  }

  private final Kind kind;
  private final long nanos;

  private Timeout(Kind kind, long nanos) {
    this.kind = kind;
    this.nanos = nanos;
  }

  /** {@return the timeout that never fires} */
  public static Timeout infinite() {
    return INFINITE;
  }

  /** {@return the timeout that does not wait at all} */
  public static Timeout poll() {
    return POLL;
  }

  /**
   * {@return a span}
   *
   * @param nanos nanoseconds from the call's entry; zero and below do not wait
   */
  public static Timeout ofNanos(long nanos) {
    return nanos <= 0 ? POLL : new Timeout(Kind.RELATIVE, nanos);
  }

  /**
   * {@return a span}
   *
   * @param millis milliseconds from the call's entry; zero and below do not wait
   */
  public static Timeout ofMillis(long millis) {
    return of(Duration.ofMillis(millis));
  }

  /**
   * {@return a span; one longer than 292 years is that long}
   *
   * @param span time from the call's entry; zero and below do not wait
   */
  public static Timeout of(Duration span) {
    return ofNanos(saturatedNanos(span));
  }

  /**
   * {@return a point in time; one that is past does not wait}
   *
   * @param when the point, on the system clock
   */
  public static Timeout until(Instant when) {
    return new Timeout(Kind.ABSOLUTE, saturatedNanos(Duration.between(Instant.EPOCH, when)));
  }

  /**
   * {@return the timeout that a LARGE_INTEGER means on Windows}
   *
   * @param units 100-nanosecond units: negative is a span, zero polls, positive is a point of the
   *     system clock counted from 1601-01-01 UTC; extremes mean "very far" (MAP-08)
   */
  public static Timeout ofRaw(long units) {
    if (units > 0) {
      return until(
          Instant.ofEpochSecond(
              units / UNITS_PER_SECOND - EPOCH_1601_SECONDS,
              units % UNITS_PER_SECOND * NANOS_PER_UNIT));
    }
    long span = units == Long.MIN_VALUE ? Long.MAX_VALUE : -units;
    return ofNanos(span > Long.MAX_VALUE / NANOS_PER_UNIT ? Long.MAX_VALUE : span * NANOS_PER_UNIT);
  }

  private static long saturatedNanos(Duration span) {
    try {
      return span.toNanos();
    } catch (ArithmeticException e) {
      return span.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** {@return which form this is} */
  public Kind kind() {
    return kind;
  }

  /**
   * {@return nanoseconds: of the span for {@link Kind#RELATIVE}, since 1970-01-01 UTC for {@link
   * Kind#ABSOLUTE}, else 0}
   */
  public long nanos() {
    return nanos;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case INFINITE -> "infinite";
      case POLL -> "poll";
      case RELATIVE -> Duration.ofNanos(nanos).toString();
      case ABSOLUTE -> "until " + Instant.EPOCH.plusNanos(nanos);
    };
  }
}
