package io.filterport.verify.bench.result;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A case in a round. Immutable.
 *
 * @param round from 1
 * @param what was to be measured
 * @param figures what was measured; those that do not apply are missing
 * @param trouble why nothing was measured; empty if something was
 */
public record Measurement(int round, Case what, Map<Figure, Double> figures, String trouble) {
  /** Copies the figures. */
  public Measurement {
    EnumMap<Figure, Double> copy = new EnumMap<>(Figure.class);
    copy.putAll(figures);
    figures = copy;
  }

  /** {@return one that was made} */
  public static Measurement of(int round, Case what, Map<Figure, Double> figures) {
    return new Measurement(round, what, figures, "");
  }

  /** {@return one that could not be made} */
  public static Measurement without(int round, Case what, String trouble) {
    return new Measurement(round, what, Map.of(), trouble);
  }

  /** {@return a figure, if it was measured} */
  public OptionalDouble figure(Figure figure) {
    return figures.containsKey(figure)
        ? OptionalDouble.of(Objects.requireNonNull(figures.get(figure)))
        : OptionalDouble.empty();
  }
}
