package io.filterport.engine.slots;

import io.filterport.filter.PortActivity.Latency;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Spans of messages, counted in buckets. Safe for use by any thread; never waits, and allocates
 * nothing but snapshots and, once, what it counts in.
 *
 * <p>Two readings of the clock are a tenth of a round trip without a system call, so only one
 * message in {@link Latency#MEASURED_ONE_IN} of each half is measured, beginning with the first.
 */
public final class Latencies {
  private static final AtomicReferenceFieldUpdater<Latencies, AtomicLongArray> COUNTS =
      AtomicReferenceFieldUpdater.newUpdater(Latencies.class, AtomicLongArray.class, "counts");

  /** After the buckets: the sum of all spans. */
  private static final int NANOS = Latency.BUCKETS;

  /** Made with the first span: an idle connection has none. */
  private volatile @Nullable AtomicLongArray counts;

  /** Makes one without a span. */
  public Latencies() {}

  /** {@return whether a message is one that is measured} */
  static boolean isDue(long messagesBefore) {
    return messagesBefore % Latency.MEASURED_ONE_IN == 0;
  }

  /** Whoever measures has more to do: where memory is out, the span is not counted. */
  void add(long span) {
    try {
      add(made(), Math.max(0, span));
    } catch (OutOfMemoryError e) {
      // one of many
    }
  }

  private static void add(AtomicLongArray into, long span) {
    long ignored = into.incrementAndGet(Latency.bucket(span)) + into.addAndGet(NANOS, span);
  }

  /** Adds all spans of another one. */
  public void addAll(Latencies other) {
    AtomicLongArray from = other.counts;
    if (from != null) {
      AtomicLongArray into = made();
      for (int i = 0; i <= NANOS; i++) {
        long ignored = into.addAndGet(i, from.get(i));
      }
    }
  }

  /** {@return what was counted so far} */
  public Latency snapshot() {
    return new Latency(
        IntStream.range(0, Latency.BUCKETS).mapToObj(this::count).toList(), count(NANOS));
  }

  private long count(int place) {
    AtomicLongArray from = counts;
    return from == null ? 0 : from.get(place);
  }

  private AtomicLongArray made() {
    AtomicLongArray seen = counts;
    if (seen != null) {
      return seen;
    }
    boolean ignored = COUNTS.compareAndSet(this, null, new AtomicLongArray(NANOS + 1));
    return Objects.requireNonNull(counts);
  }
}
