package io.filterport.cli;

import io.filterport.filter.PortActivity.Latency;
import java.util.Locale;

/** Spans of time for people. Stateless. */
final class Spans {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  /** Where there is nothing to show. */
  static final String NONE = "-";

  private Spans() {}

  /** {@return a span with two digits or more} */
  static String of(long nanos) {
    if (nanos < MICRO) {
      return nanos + "ns";
    }
    if (nanos < MILLI) {
      return scaled(nanos, MICRO) + "us";
    }
    return nanos < SECOND ? scaled(nanos, MILLI) + "ms" : scaled(nanos, SECOND) + "s";
  }

  private static String scaled(long nanos, long unit) {
    double value = (double) nanos / unit;
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
  }

  /** {@return the upper bound of the bucket in which a quantile lies} */
  static String quantile(Latency latency, double quantile) {
    long total = latency.total();
    long rank = (long) Math.ceil(quantile * total);
    long upTo = 0;
    for (int i = 0; i < Latency.BUCKETS - 1 && total > 0; i++) {
      upTo += latency.counts().get(i);
      if (upTo >= rank) {
        return "<" + of(Latency.upperNanos(i));
      }
    }
    return total == 0 ? NONE : ">" + of(Latency.upperNanos(Latency.BUCKETS - 2));
  }
}
