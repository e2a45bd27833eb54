package io.filterport.verify.bench.result;

import java.util.Arrays;

/**
 * Values of several rounds.
 *
 * @param least the smallest
 * @param median the middle one; of an even number the mean of the two in the middle
 * @param most the largest
 */
public record Spread(double least, double median, double most) {
  /** {@return that of at least one value} */
  public static Spread of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  /** {@return median and, in brackets, the others where they differ} */
  public String text() {
    String middle = Figure.text(median);
    String low = Figure.text(least);
    String high = Figure.text(most);
    return low.equals(high) ? middle : middle + " (" + low + "–" + high + ")";
  }
}
