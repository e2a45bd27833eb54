package io.filterport.verify.bench.report;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * A logarithmic axis with a tick at each power of its base.
 *
 * @param title what it shows
 * @param base from one tick to the next
 * @param first the power at its beginning
 * @param last the power at its end
 * @param label the text of a tick
 */
record LogAxis(String title, double base, int first, int last, DoubleFunction<String> label) {
  /** {@return the shortest axis from tick to tick that holds all values} */
  static LogAxis around(
      String title, double base, List<Double> values, DoubleFunction<String> label) {
    double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(1);
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(base);
    int first = (int) Math.floor(power(least, base) + ROUNDING);
    int last = (int) Math.ceil(power(most, base) - ROUNDING);
    return new LogAxis(title, base, first, Math.max(last, first + 1), label);
  }

  private static final double ROUNDING = 1e-9;

  private static double power(double value, double base) {
    return Math.log(value) / Math.log(base);
  }

  /** {@return where a value lies, from 0 to 1} */
  double place(double value) {
    return (power(value, base) - first) / (last - first);
  }

  /** {@return the values with a tick} */
  List<Double> ticks() {
    return IntStream.rangeClosed(first, last).mapToObj(power -> Math.pow(base, power)).toList();
  }
}
