package io.filterport.verify.onaccess.churn;

import io.filterport.verify.onaccess.Filterport;
import io.filterport.verify.onaccess.Stage;
import java.io.IOException;
import java.util.List;

/**
 * How often a host did without a verdict of the service. Immutable.
 *
 * @param hits verdicts that it had kept
 * @param marks files that the kernel was told to allow by itself
 */
record Kept(long hits, long marks) {
  static Kept by(Filterport guard) throws IOException {
    return new Kept(
        guard.counted("filterport_verdict_cache_lookups", "result=\"hit\""),
        guard.counted("filterport_kernel_marks", "change=\"set\""));
  }

  /** {@return what never happened, though the host was told to do so; else nothing} */
  String missing(Setting setting) {
    List<String> options = setting.plan().hostOptions();
    boolean kernel = options.contains("--cache=kernel");
    if (setting.fileSystem() != Stage.FileSystem.EXT4) {
      return "";
    } else if (hits == 0 && (kernel || options.contains("--cache=verdicts"))) {
      return "no kept verdict was used";
    }
    return marks == 0 && kernel ? "the kernel was told nothing" : "";
  }
}
