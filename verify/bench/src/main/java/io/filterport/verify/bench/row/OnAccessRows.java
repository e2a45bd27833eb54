package io.filterport.verify.bench.row;

import io.filterport.verify.bench.onaccess.Guard;
import io.filterport.verify.bench.onaccess.Openings;
import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.Figure;
import io.filterport.verify.bench.row.Row.Means;
import java.util.List;
import java.util.stream.Stream;

/** What opening a guarded file costs. Stateless. */
final class OnAccessRows {
  private static final int MANY_OPENERS = 4;
  private static final int CROWD = 64;

  private OnAccessRows() {}

  static List<Row> all() {
    return List.of(onAccess());
  }

  private static Row onAccess() {
    return new Row(
        "on-access",
        "Opening a guarded file of 1 KiB; 0 bytes: opening and closing it, else reading it, too",
        Means.ON_ACCESS,
        Stream.of(
                openers(0, 1),
                openers(0, MANY_OPENERS),
                openers(0, CROWD),
                openers(Openings.FILE_BYTES, 1),
                openers(Openings.FILE_BYTES, MANY_OPENERS))
            .flatMap(cases -> cases)
            .toList(),
        List.of(Figure.P50, Figure.P90, Figure.P99, Figure.P999, Figure.PER_SECOND),
        List.of(
            Goal.timesAtLeast(2, many(Guard.CLAMONACC), Figure.PER_SECOND, many(Guard.CLAMD)),
            Goal.timesAtLeast(
                0.85, many(Guard.NOBODY), Figure.PER_SECOND, many(Guard.CLAMD_KERNEL)),
            Goal.timesAtLeast(0.4, many(Guard.ALLOW), Figure.PER_SECOND, many(Guard.PATTERNS))));
  }

  private static Stream<Case> openers(int bytes, int openers) {
    return Stream.of(Guard.values()).map(guard -> guard.asCase().size(bytes).callers(openers));
  }

  private static Case many(Guard guard) {
    return guard.asCase().callers(MANY_OPENERS);
  }
}
