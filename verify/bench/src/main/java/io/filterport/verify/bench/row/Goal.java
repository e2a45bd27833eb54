package io.filterport.verify.bench.row;

import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.Figure;
import io.filterport.verify.bench.result.Results;
import io.filterport.verify.bench.result.Spread;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a row has to reach: a figure of one case, or its ratio to the same figure of another case,
 * at most or at least so much. Immutable.
 *
 * @param figure which one
 * @param above the case, or what is divided
 * @param below what it is divided by; null if the figure itself counts
 * @param bound on which side of the limit it must be
 * @param limit the limit
 * @param everyRound whether the worst round counts, instead of the median
 */
public record Goal(
    Figure figure,
    Case above,
    @Nullable Case below,
    Bound bound,
    double limit,
    boolean everyRound) {

  /** A side of the limit. */
  public enum Bound {
    /** It must not be more. */
    AT_MOST("≤"),
    /** It must not be less. */
    AT_LEAST("≥");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  /** {@return a goal for the ratio of two cases} */
  public static Goal ratio(Figure figure, Case above, Case below, Bound bound, double limit) {
    return new Goal(figure, above, below, bound, limit, false);
  }

  /** {@return a goal for a figure itself} */
  public static Goal value(Figure figure, Case of, Bound bound, double limit) {
    return new Goal(figure, of, null, bound, limit, false);
  }

  /** {@return the same, in every round} */
  public Goal inEveryRound() {
    return new Goal(figure, above, below, bound, limit, true);
  }

  /** {@return what it is, for people} */
  public String text() {
    String quotient =
        below == null ? Titles.of(above) : Titles.of(above) + " ÷ " + Titles.of(below);
    return figure.title() + ": " + quotient;
  }

  /** {@return the limit as text} */
  public String limitText() {
    String unit = below == null ? "" : "x";
    return bound.sign + " " + limitNumber() + unit + (everyRound ? " in every round" : "");
  }

  private String limitNumber() {
    return limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
  }

  /** {@return what was reached, over the rounds; empty if a case was not measured} */
  public Optional<Spread> reached(Results results) {
    return below == null ? results.spread(above, figure) : results.ratio(above, below, figure);
  }

  /** {@return whether what was reached is enough} */
  public boolean isMetBy(Spread reached) {
    double value = everyRound ? worst(reached) : reached.median();
    return bound == Bound.AT_MOST ? value <= limit : value >= limit;
  }

  private double worst(Spread reached) {
    return bound == Bound.AT_MOST ? reached.most() : reached.least();
  }

  /** {@return why it was not measured} */
  public String trouble(Results results) {
    List<Case> cases = below == null ? List.of(above) : List.of(above, below);
    return cases.stream()
        .flatMap(what -> results.trouble(what).stream())
        .findFirst()
        .orElse("not measured");
  }
}
