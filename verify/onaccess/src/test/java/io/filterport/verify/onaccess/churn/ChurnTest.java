package io.filterport.verify.onaccess.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.verify.onaccess.Plan;
import io.filterport.verify.onaccess.Stage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("churn on a guarded file system")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ChurnTest {
  private static final Duration TIME = Duration.ofSeconds(10);

  /** A busy machine may be slow, and that is not what is looked for. */
  private static final String PATIENT = "--timeout=50000";

  @Test
  @DisplayName("clamd: all EICAR denied, nothing unanswered, nothing left behind")
  void clamd() throws Exception {
    Plan plan = Plan.of(Plan.Kind.CLAMD).withHostOptions(PATIENT);
    assumeTrue(plan.missing().isEmpty(), () -> plan.missing().orElse(""));
    assertThat(Churn.run(plan, Stage.FileSystem.TMPFS, TIME).faults()).isEmpty();
  }
}
