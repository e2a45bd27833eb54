package io.filterport.cli;

import java.util.Arrays;

/**
 * Any number of latencies in little memory: of each, some four leading bits are kept, so a
 * percentile is up to 1/16 too high, and never too low. The maximum is exact. For one thread.
 */
final class Latencies {
  private static final int PARTS_BITS = 4;
  private static final int PARTS = 1 << PARTS_BITS;

  private final long[] counts = new long[(Long.SIZE - PARTS_BITS) * PARTS];
  private long count;
  private long most;

  /**
   * Adds one.
   *
   * @param micros negative ones count as zero
   */
  void add(long micros) {
    long value = Math.max(micros, 0);
    counts[index(value)]++;
    count++;
    most = Math.max(most, value);
  }

  /** Adds those of another one. */
  void add(Latencies others) {
    Arrays.setAll(counts, i -> counts[i] + others.counts[i]);
    count += others.count;
    most = Math.max(most, others.most);
  }

  /** Values below 16 have a place of their own; then each power of two has 16. */
  private static int index(long value) {
    if (value < PARTS) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - PARTS_BITS - Long.numberOfLeadingZeros(value);
    return (shift << PARTS_BITS) + (int) (value >>> shift);
  }

  private static long highest(int index) {
    if (index < PARTS) {
      return index;
    }
    int shift = (index >> PARTS_BITS) - 1;
    long part = index - ((long) shift << PARTS_BITS);
    return ((part + 1) << shift) - 1;
  }

  /**
   * {@return what this part of all latencies does not exceed, 0 if there is none}
   *
   * @param part above 0, up to 1
   */
  long percentile(double part) {
    long wanted = (long) Math.ceil(part * count);
    long seen = 0;
    for (int i = 0; i < counts.length && wanted > 0; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return Math.min(highest(i), most);
      }
    }
    return 0;
  }

  long most() {
    return most;
  }
}
