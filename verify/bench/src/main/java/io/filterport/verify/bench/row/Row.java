package io.filterport.verify.bench.row;

import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.Figure;
import java.util.List;

/**
 * What is measured together: in each round every case once, one after the other.
 *
 * @param name in options and files
 * @param title for people
 * @param means how it is measured
 * @param cases in the order of a round
 * @param columns the figures that people want to see
 * @param goals what it has to reach, perhaps nothing
 */
public record Row(
    String name,
    String title,
    Means means,
    List<Case> cases,
    List<Figure> columns,
    List<Goal> goals) {

  /** How a row is measured. */
  public enum Means {
    /** Between two processes. */
    PAIRS,
    /** Between two processes, less long: there are many cases. */
    BRIEF_PAIRS,
    /** Between two processes, with many idle connections. */
    IDLE_CONNECTIONS,
    /** Between two processes whose system calls are counted. */
    SYSTEM_CALLS,
    /** Inside one JVM. */
    EMBEDDED,
    /** On a guarded file system. */
    ON_ACCESS
  }
}
