package io.filterport.verify.bench.result;

import static java.lang.Double.NaN;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * What came of a row: measurements in the order in which they were made.
 *
 * @param about name and value of what describes the run: machine, versions, options
 * @param measurements of every case in every round
 */
public record Results(Map<String, String> about, List<Measurement> measurements) {
  /** {@return whether there is nothing} */
  public boolean isEmpty() {
    return measurements.isEmpty();
  }

  /** {@return the cases in their order} */
  public List<Case> cases() {
    return measurements.stream().map(Measurement::what).distinct().toList();
  }

  /** {@return how many rounds there were} */
  public int rounds() {
    return measurements.stream().mapToInt(Measurement::round).max().orElse(0);
  }

  /** {@return a figure of a case over the rounds; empty if it was never measured} */
  public Optional<Spread> spread(Case what, Figure figure) {
    return spread(byRound(what, figure).values().stream().mapToDouble(Double::doubleValue));
  }

  /** {@return numerator by denominator within each round, over the rounds that have both} */
  public Optional<Spread> ratio(Case numerator, Case denominator, Figure figure) {
    Map<Integer, Double> below = byRound(denominator, figure);
    return spread(
        byRound(numerator, figure).entrySet().stream()
            .mapToDouble(above -> above.getValue() / below.getOrDefault(above.getKey(), NaN))
            .filter(Double::isFinite));
  }

  private static Optional<Spread> spread(DoubleStream values) {
    double[] all = values.toArray();
    return all.length == 0 ? Optional.empty() : Optional.of(Spread.of(all));
  }

  private Map<Integer, Double> byRound(Case what, Figure figure) {
    Map<Integer, Double> values = new TreeMap<>();
    for (Measurement measurement : measurements) {
      OptionalDouble value = measurement.figure(figure);
      if (measurement.what().equals(what) && value.isPresent()) {
        values.put(measurement.round(), value.getAsDouble());
      }
    }
    return values;
  }

  /** {@return why a case has no figures; empty if it has some, or is not there} */
  public Optional<String> trouble(Case what) {
    return measurements.stream()
        .filter(m -> m.what().equals(what) && !m.trouble().isEmpty())
        .map(Measurement::trouble)
        .findFirst();
  }
}
