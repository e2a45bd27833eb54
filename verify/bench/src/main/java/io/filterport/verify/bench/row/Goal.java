package io.filterport.verify.bench.row;

import io.filterport.verify.bench.onaccess.Guard;
import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.Figure;
import io.filterport.verify.bench.result.Results;
import io.filterport.verify.bench.result.Spread;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a case of Filterport has to reach: a figure of its own, or a ratio of it to the same figure
 * of another case. Immutable.
 *
 * @param figure which one
 * @param ours the case
 * @param theirs the other case; null if the figure itself counts
 * @param form what is divided by what
 * @param bound on which side of the limit it must be
 * @param limit the limit
 * @param everyRound whether the worst round counts, instead of the median
 */
public record Goal(
    Figure figure,
    Case ours,
    @Nullable Case theirs,
    Form form,
    Bound bound,
    double limit,
    boolean everyRound) {

  /** What is divided by what. */
  public enum Form {
    /** Nothing. */
    FIGURE,
    /** Ours by theirs. */
    BY_THEIRS,
    /** Theirs by ours: how many times better we are. */
    BY_OURS
  }

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

  /** {@return that our figure is so much at most} */
  static Goal atMost(Figure figure, Case ours, double limit) {
    return new Goal(figure, ours, null, Form.FIGURE, Bound.AT_MOST, limit, false);
  }

  /** {@return that our figure is so many times theirs at most} */
  static Goal timesAtMost(double limit, Case theirs, Figure figure, Case ours) {
    return new Goal(figure, ours, theirs, Form.BY_THEIRS, Bound.AT_MOST, limit, false);
  }

  /** {@return that our figure is so many times theirs at least} */
  static Goal timesAtLeast(double limit, Case theirs, Figure figure, Case ours) {
    return new Goal(figure, ours, theirs, Form.BY_THEIRS, Bound.AT_LEAST, limit, false);
  }

  /** {@return that our figure goes so many times into theirs at least} */
  static Goal timesFaster(double limit, Case theirs, Figure figure, Case ours) {
    return new Goal(figure, ours, theirs, Form.BY_OURS, Bound.AT_LEAST, limit, false);
  }

  /** {@return the same, in every round} */
  Goal inEveryRound() {
    return new Goal(figure, ours, theirs, form, bound, limit, true);
  }

  /** {@return what is compared, for people; the same for each of our cases} */
  public String text() {
    return figure.title() + comparison();
  }

  private String comparison() {
    if (theirs == null) {
      return "";
    }
    String other = theirs.peer().equals(ours.peer()) ? "the same alone" : Titles.of(theirs);
    return form == Form.BY_OURS ? ": " + other + " ÷ " + us() : ": " + us() + " ÷ " + other;
  }

  /** Of guards there are several that are ours. */
  private String us() {
    return Guard.named(ours.peer())
        .map(guard -> guard.title() + ", " + ours.callers() + " openers,")
        .orElse("Filterport");
  }

  /** {@return the limit as text} */
  public String limitText() {
    String number = limit == Math.rint(limit) ? Long.toString((long) limit) : "" + limit;
    String unit = theirs == null ? "" : "x";
    return bound.sign + " " + number + unit + (everyRound ? " in every round" : "");
  }

  /** {@return what was reached, over the rounds; empty if a case was not measured} */
  public Optional<Spread> reached(Results results) {
    if (theirs == null) {
      return results.spread(ours, figure);
    }
    return form == Form.BY_OURS
        ? results.ratio(theirs, ours, figure)
        : results.ratio(ours, theirs, figure);
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
    List<Case> cases = theirs == null ? List.of(ours) : List.of(ours, theirs);
    return cases.stream()
        .flatMap(what -> results.trouble(what).stream())
        .findFirst()
        .orElse("not measured");
  }
}
