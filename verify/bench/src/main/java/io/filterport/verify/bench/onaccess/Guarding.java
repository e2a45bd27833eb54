package io.filterport.verify.bench.onaccess;

import io.filterport.verify.onaccess.Defence;
import io.filterport.verify.onaccess.Plan;
import io.filterport.verify.onaccess.Samples;
import io.filterport.verify.onaccess.Stage;
import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Starts guards for measurements. Immutable.
 *
 * @param home the sources of this module
 * @param directory for programs
 * @param limitSeconds after which every process of a guard is killed
 */
public record Guarding(Path home, Path directory, int limitSeconds) {
  private static final Duration START = Duration.ofSeconds(60);

  /** {@return why a guard cannot be had here; empty if it can} */
  public static Optional<String> missing(Guard guard) {
    return guard
        .plan()
        .map(Plan::missing)
        .orElseGet(
            () ->
                guard.isListener() ? Stage.missing().or(AllowListener::missing) : Stage.missing());
  }

  /** {@return what came of an action while a guard was at work} */
  public <T> T during(Guard guard, Stage stage, Callable<T> action) throws Exception {
    Closeable started = start(guard, stage);
    try {
      return action.call();
    } finally {
      started.close();
    }
  }

  private Closeable start(Guard guard, Stage stage) throws Exception {
    if (guard.isListener()) {
      boolean keeps = guard == Guard.ALLOW_KERNEL;
      return AllowListener.start(home, directory, stage.guarded(), limitSeconds, keeps);
    }
    Optional<Plan> plan = guard.plan();
    return plan.isPresent() ? started(plan.get(), stage) : () -> {};
  }

  private Closeable started(Plan plan, Stage stage) throws Exception {
    Path probes = Files.createDirectory(stage.guarded().resolve("probes"));
    Samples samples = Samples.write(probes, 1);
    Defence defence = Defence.start(stage, plan, Duration.ofSeconds(limitSeconds));
    try {
      Duration ignored = defence.awaitWorking(samples, START);
      return defence;
    } catch (Exception e) {
      defence.close();
      throw e;
    }
  }
}
