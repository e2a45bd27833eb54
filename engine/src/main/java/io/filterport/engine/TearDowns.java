package io.filterport.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which filters' callbacks wait for which filters to be torn down. A circle would wait for itself,
 * so its last part is refused (DIS-21). Safe for use by any thread.
 */
final class TearDowns {
  /** Filters of different managers may call each other. */
  private static final TearDowns ALL = new TearDowns();

  /** A callback of one filter that waits for all callbacks of another. */
  private record Wait(EngineFilter waiting, EngineFilter leaving) {}

  /** Guarded by this. */
  private final List<Wait> waits = new ArrayList<>();

  private TearDowns() {}

  /**
   * Runs a tear-down.
   *
   * @param leaving the filter
   * @param tearDown waits for its callbacks
   * @return false if it would wait for itself; then it did not run
   */
  static boolean run(EngineFilter leaving, Runnable tearDown) {
    List<Wait> mine =
        CallbackScope.filters().stream().map(waiting -> new Wait(waiting, leaving)).toList();
    if (!ALL.begin(mine)) {
      return false;
    }
    try {
      tearDown.run();
      return true;
    } finally {
      ALL.end(mine);
    }
  }

  private synchronized boolean begin(List<Wait> added) {
    for (Wait wait : added) {
      if (waitsFor(wait.leaving, new HashSet<>()).contains(wait.waiting)) {
        return false;
      }
    }
    waits.addAll(added);
    return true;
  }

  /** {@return the filter, and whose callbacks its own callbacks wait for} */
  private Set<EngineFilter> waitsFor(EngineFilter filter, Set<EngineFilter> found) {
    if (found.add(filter)) {
      waits.stream()
          .filter(wait -> wait.waiting == filter)
          .forEach(wait -> waitsFor(wait.leaving, found));
    }
    return found;
  }

  private synchronized void end(List<Wait> over) {
    over.forEach(waits::remove);
  }
}
