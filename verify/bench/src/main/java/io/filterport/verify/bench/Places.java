package io.filterport.verify.bench;

import io.filterport.verify.bench.report.Report;
import java.nio.file.Path;

/**
 * Where everything lies.
 *
 * @param home the directory of this module's sources
 * @param target what is built; temporary files go there
 * @param output the page
 */
record Places(Path home, Path target, Path output) {
  static Places of(Path home, boolean quick) {
    Path target = home.resolve("target");
    return new Places(home, target, quick ? target.resolve("quick-results") : home);
  }

  /** {@return the page with the results} */
  Path page() {
    return output.resolve("RESULTS.md");
  }

  /** {@return the raw data and the pictures} */
  Path results() {
    return output.resolve("results");
  }

  Report report() {
    return new Report(page(), results());
  }
}
