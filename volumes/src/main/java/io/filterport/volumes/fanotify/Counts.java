package io.filterport.volumes.fanotify;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what happens, and has trouble told. Safe for use by any thread; never waits, and allocates
 * nothing, so that it can be used where memory is out.
 */
final class Counts {
  private final Map<Count, AtomicLong> totals = new EnumMap<>(Count.class);
  private final Runnable onTrouble;

  /**
   * Makes counters of zero.
   *
   * @param onTrouble runs on the counting thread, so it must not wait
   */
  Counts(Runnable onTrouble) {
    this.onTrouble = onTrouble;
    for (Count count : Count.values()) {
      totals.put(count, new AtomicLong());
    }
  }

  void add(Count what) {
    add(what, 1);
  }

  void add(Count what, int times) {
    counter(what).addAndGet(times);
    if (what.isTrouble()) {
      onTrouble.run();
    }
  }

  private AtomicLong counter(Count what) {
    return Objects.requireNonNull(totals.get(what));
  }

  long total(Count what) {
    return counter(what).get();
  }

  Map<String, Long> byName() {
    Map<String, Long> named = new LinkedHashMap<>();
    totals.forEach((what, total) -> named.put(what.label(), total.get()));
    return named;
  }

  FanotifyCounters snapshot() {
    return new FanotifyCounters(
        total(Count.READ),
        total(Count.ANSWERED),
        total(Count.EXEMPT),
        total(Count.OUTSIDE),
        total(Count.EXCLUDED),
        total(Count.TIMED_OUT),
        total(Count.LATE),
        total(Count.TOO_MANY),
        total(Count.UNREADABLE),
        total(Count.OVERFLOWS),
        total(Count.REJECTED),
        total(Count.INTERNAL_ERRORS));
  }

  ReportCounters reports() {
    return new ReportCounters(
        total(Count.REPORTS_READ),
        total(Count.REPORTS_TOLD),
        total(Count.REPORTS_EXEMPT),
        total(Count.REPORTS_OUTSIDE),
        total(Count.REPORTS_LOST),
        total(Count.REPORT_OVERFLOWS));
  }
}
