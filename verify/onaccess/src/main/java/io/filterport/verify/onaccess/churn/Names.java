package io.filterport.verify.onaccess.churn;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many there are of each name, such as of what descriptors point to. Immutable.
 *
 * @param counts each more than 0
 */
record Names(Map<String, Long> counts) {
  Names {
    counts = Map.copyOf(counts);
  }

  /** {@return the names without their numbers: a socket that took another's place is no news} */
  static Names of(List<String> all) {
    return new Names(
        all.stream().collect(Collectors.groupingBy(Names::unnumbered, Collectors.counting())));
  }

  private static String unnumbered(String name) {
    return name.replaceAll("\\d+", "N");
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** {@return what there is more and less of than before, such as {@code +1 socket:[N]}} */
  String since(Names before) {
    TreeMap<String, Long> changes = new TreeMap<>(counts);
    before.counts.forEach((name, count) -> changes.merge(name, -count, Long::sum));
    changes.values().removeIf(count -> count == 0);
    return changes.entrySet().stream()
        .map(change -> "%+d %s".formatted(change.getValue(), change.getKey()))
        .collect(Collectors.joining(", "));
  }
}
