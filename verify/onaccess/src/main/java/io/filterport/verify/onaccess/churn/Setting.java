package io.filterport.verify.onaccess.churn;

import io.filterport.verify.onaccess.Plan;
import io.filterport.verify.onaccess.Stage;
import java.time.Duration;
import java.util.Locale;

/**
 * What is done. Immutable.
 *
 * @param plan who guards
 * @param fileSystem what is guarded
 * @param time how long files are made and opened, after a start that does not count
 */
record Setting(Plan plan, Stage.FileSystem fileSystem, Duration time) {
  /** {@return the cells of a table that tell it from others} */
  String key() {
    return "| %s `%s` | %s | %d |"
        .formatted(
            plan.kind().title(),
            String.join(" ", plan.hostOptions()),
            fileSystem.name().toLowerCase(Locale.ROOT),
            time.toMinutes());
  }
}
