package io.filterport.verify.onaccess.failures;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Ours beside theirs in one scene. What is looked at, in this order: how many infected files were
 * opened, how many openers wait without end, how many clean files were denied, how long the slowest
 * opener took. The first difference decides.
 *
 * @param ours what came of it with Filterport
 * @param theirs what came of it with clamonacc
 */
record Comparison(Result ours, Result theirs) {
  /** Less is noise. */
  private static final Duration NOISE = Duration.ofMillis(500);

  private record Criterion(String name, ToLongFunction<Result> count) {
    Optional<String> decide(Result ours, Result theirs) {
      long mine = count.applyAsLong(ours);
      long other = count.applyAsLong(theirs);
      return mine == other
          ? Optional.empty()
          : Optional.of(winner(mine < other) + name + " (" + mine + ", " + other + ")");
    }
  }

  private static final List<Criterion> CRITERIA =
      List.of(
          new Criterion("EICAR opened", result -> result.infected().allowed()),
          new Criterion("openers waiting without end", Result::waiting),
          new Criterion("clean files denied", result -> result.clean().denied()));

  private static String winner(boolean ours) {
    return ours ? "Filterport: " : "clamonacc: ";
  }

  /** {@return who is better, and by what; ours first in the brackets} */
  String text() {
    return CRITERIA.stream()
        .flatMap(criterion -> criterion.decide(ours, theirs).stream())
        .findFirst()
        .or(this::bySlowest)
        .orElse("alike");
  }

  private Optional<String> bySlowest() {
    Duration mine = ours.slowest();
    Duration other = theirs.slowest();
    return mine.minus(other).abs().compareTo(NOISE) < 0
        ? Optional.empty()
        : Optional.of(
            winner(mine.compareTo(other) < 0)
                + "slowest opener ("
                + Tally.seconds(mine)
                + ", "
                + Tally.seconds(other)
                + ")");
  }

  /**
   * {@return what ours does worse, and must not} An infected file was opened where theirs opened
   * fewer, somebody waits without end for a clean file where with theirs nobody does, or more clean
   * files were denied, and nothing was gained by that.
   */
  List<String> worse() {
    return Stream.of(
            ours.infected().allowed() > theirs.infected().allowed() ? "opened EICAR" : "",
            ours.clean().waiting() > 0 && theirs.clean().waiting() == 0
                ? "let openers of clean files wait"
                : "",
            deniesCleanForNothing() ? "denied clean files" : "")
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** To deny what nobody could judge keeps infected files shut, or ends a wait. */
  private boolean deniesCleanForNothing() {
    return ours.clean().denied() > theirs.clean().denied()
        && ours.infected().allowed() >= theirs.infected().allowed()
        && ours.waiting() >= theirs.waiting();
  }
}
