package io.filterport.verify.bench.row;

import java.util.List;
import java.util.stream.Stream;

/** All rows, in the order in which they are measured and printed. Stateless. */
public final class Rows {
  private Rows() {}

  /** {@return all of them} */
  public static List<Row> all() {
    return Stream.of(GoalRows.all(), OnAccessRows.all(), CurveRows.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * {@return the rows of these names, in their own order}
   *
   * @throws IllegalArgumentException if there is none of a name
   */
  public static List<Row> named(List<String> names) {
    List<String> known = all().stream().map(Row::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "no row " + name + "; there are: " + String.join(", ", known));
      }
    }
    return all().stream().filter(row -> names.contains(row.name())).toList();
  }
}
