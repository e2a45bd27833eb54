package io.filterport.verify.bench.load;

/**
 * What came of a load.
 *
 * @param trips round trips of all callers
 * @param nanos how long the load ran
 */
public record LoadResult(long trips, long nanos) {
  static final LoadResult NONE = new LoadResult(0, 0);

  /** {@return both, which ran at the same time} */
  LoadResult plus(LoadResult other) {
    return new LoadResult(trips + other.trips, Math.max(nanos, other.nanos));
  }

  /** {@return this as one line} */
  public String toLine() {
    return trips + " " + nanos;
  }

  /** {@return what {@link #toLine} made} */
  public static LoadResult parse(String line) {
    int space = line.indexOf(' ');
    return new LoadResult(
        Long.parseLong(line.substring(0, space)), Long.parseLong(line.substring(space + 1)));
  }
}
