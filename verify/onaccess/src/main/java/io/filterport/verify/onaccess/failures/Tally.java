package io.filterport.verify.onaccess.failures;

import io.filterport.verify.onaccess.Opening;
import io.filterport.verify.onaccess.Opening.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What many openers got. Immutable.
 *
 * @param allowed how many were allowed
 * @param denied how many were denied
 * @param waiting how many had got nothing when nobody waited for them any longer
 * @param failed how many got another error
 * @param slowest the longest that one took, or has waited
 */
record Tally(int allowed, int denied, int waiting, int failed, Duration slowest) {
  private static final double MILLIS_PER_SECOND = 1_000;

  static Tally of(List<Opening> openings) {
    return new Tally(
        count(openings, Outcome.ALLOWED),
        count(openings, Outcome.DENIED),
        count(openings, Outcome.WAITING),
        count(openings, Outcome.FAILED) + count(openings, Outcome.MISSING),
        openings.stream().map(Opening::took).reduce(Duration.ZERO, Tally::longer));
  }

  private static int count(List<Opening> openings, Outcome outcome) {
    return (int) openings.stream().filter(opening -> opening.outcome() == outcome).count();
  }

  private static Duration longer(Duration some, Duration other) {
    return some.compareTo(other) > 0 ? some : other;
  }

  /** {@return for people: {@code 3 denied, 1 waiting; 5.02 s}} */
  String text() {
    List<String> parts = new ArrayList<>();
    add(parts, allowed, "allowed");
    add(parts, denied, "denied");
    add(parts, waiting, "**still waiting**");
    add(parts, failed, "failed");
    return String.join(", ", parts) + "; " + seconds(slowest);
  }

  private static void add(List<String> parts, int count, String what) {
    Stream.of(count).filter(it -> it > 0).map(it -> it + " " + what).forEach(parts::add);
  }

  /** {@return a time for people, with as many digits as mean something} */
  static String seconds(Duration time) {
    double seconds = time.toMillis() / MILLIS_PER_SECOND;
    return String.format(Locale.ROOT, seconds < 1 ? "%.3f s" : "%.1f s", seconds);
  }
}
