package io.filterport.engine.slots;

import io.filterport.filter.PortActivity.Latency;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Spans of messages, counted in buckets. Safe for use by any thread; never waits, and allocates
 * nothing but snapshots.
 *
 * <p>Two readings of the clock are a tenth of a round trip without a system call, so only one
 * message in {@link Latency#MEASURED_ONE_IN} of each half is measured, beginning with the first.
 */
public final class Latencies {
  private final AtomicLongArray counts = new AtomicLongArray(Latency.BUCKETS);
  private final AtomicLong nanos = new AtomicLong();

  /** Makes one without a span. */
  public Latencies() {}

  /** {@return whether a message is one that is measured} */
  static boolean isDue(long messagesBefore) {
    return messagesBefore % Latency.MEASURED_ONE_IN == 0;
  }

  void add(long span) {
    long counted = Math.max(0, span);
    long ignored = counts.incrementAndGet(Latency.bucket(counted)) + nanos.addAndGet(counted);
  }

  /** Adds all spans of another one. */
  public void addAll(Latencies other) {
    for (int i = 0; i < Latency.BUCKETS; i++) {
      long ignored = counts.addAndGet(i, other.counts.get(i));
    }
    long ignored = nanos.addAndGet(other.nanos.get());
  }

  /** {@return what was counted so far} */
  public Latency snapshot() {
    return new Latency(
        IntStream.range(0, Latency.BUCKETS).mapToObj(counts::get).toList(), nanos.get());
  }
}
