package io.filterport.verify.bench.measure;

import io.filterport.verify.bench.result.Case;
import java.util.Optional;

/** A way to measure cases. */
public interface Meter {
  /** {@return why a case cannot be measured here; empty if it can} */
  Optional<String> missing(Case what);

  /**
   * {@return what one measurement gave} It begins with new processes, and none is left after it.
   */
  Sample measure(Case what) throws Exception;
}
