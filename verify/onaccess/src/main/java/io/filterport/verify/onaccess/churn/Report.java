package io.filterport.verify.onaccess.churn;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What came of it. Immutable, but for the counts.
 *
 * @param setting where, who guarded, and how long
 * @param counts what happened
 * @param kept what the host did by itself, the start included
 * @param unanswered threads that still wait
 * @param before what host and service held before
 * @param after what they held afterwards
 */
record Report(Setting setting, Counts counts, Kept kept, long unanswered, Held before, Held after) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** {@return what must not be; nothing if all was well} */
  List<String> faults() {
    return Stream.of(
            fault(counts.eicarAllowed.sum(), "EICAR files were opened"),
            fault(counts.cleanDenied.sum(), "clean files were denied"),
            fault(counts.failed.sum(), "operations failed otherwise"),
            fault(unanswered, "threads still wait"),
            counts.eicarDenied.sum() == 0 ? "no EICAR file was denied" : "",
            counts.cleanAllowed.sum() == 0 ? "no clean file was opened" : "",
            counts.infected.sum() == 0 ? "no file became EICAR in place" : "",
            kept.missing(setting),
            after.isWithin(before) ? "" : leftBehind())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private String leftBehind() {
    return "left behind: %s → %s (%s)".formatted(before.text(), after.text(), after.since(before));
  }

  private static String fault(long count, String what) {
    return count == 0 ? "" : count + " " + what;
  }

  /** {@return the head of the table that {@link #row} is a line of} */
  static List<String> head() {
    return List.of(
        "| guard | file system | minutes | clean opened / denied | EICAR denied / opened | not there | kept verdicts |"
            + " marks | written | infected | renamed | deleted | slowest open, ms | still waiting | held before | held after |"
            + " verdict |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
  }

  String row() {
    return String.format(
        Locale.ROOT,
        "%s %,d / %,d | %,d / %,d | %,d | %,d | %,d | %,d | %,d | %,d | %,d | %.1f | %d | %s | %s | %s |",
        setting.key(),
        counts.cleanAllowed.sum(),
        counts.cleanDenied.sum(),
        counts.eicarDenied.sum(),
        counts.eicarAllowed.sum(),
        counts.missing.sum(),
        kept.hits(),
        kept.marks(),
        counts.written.sum(),
        counts.infected.sum(),
        counts.renamed.sum(),
        counts.deleted.sum(),
        counts.slowestNanos.get() / NANOS_PER_MILLI,
        unanswered,
        before.text(),
        after.text(),
        faults().isEmpty() ? "well" : "**" + String.join("; ", faults()) + "**");
  }
}
