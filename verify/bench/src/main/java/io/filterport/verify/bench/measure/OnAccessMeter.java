package io.filterport.verify.bench.measure;

import io.filterport.verify.bench.load.Load;
import io.filterport.verify.bench.load.LoadResult;
import io.filterport.verify.bench.onaccess.Guard;
import io.filterport.verify.bench.onaccess.Guarding;
import io.filterport.verify.bench.onaccess.Openings;
import io.filterport.verify.bench.result.Case;
import io.filterport.verify.onaccess.Stage;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Measures how long opening files takes, on an ext4 of its own each time. The openers are threads
 * of this process. For use by one thread.
 */
public final class OnAccessMeter implements Meter {
  private final Guarding guarding;
  private final Timing timing;

  /**
   * Makes a meter.
   *
   * @param guarding starts guards
   * @param timing how long it takes
   */
  public OnAccessMeter(Guarding guarding, Timing timing) {
    this.guarding = guarding;
    this.timing = timing;
  }

  private static Guard guard(Case what) {
    return Guard.named(what.peer()).orElseThrow();
  }

  @Override
  public Optional<String> missing(Case what) {
    return Guarding.missing(guard(what));
  }

  @Override
  public Sample measure(Case what) throws Exception {
    return Stage.play(Stage.FileSystem.EXT4, stage -> on(stage, what));
  }

  private Sample on(Stage stage, Case what) throws Exception {
    try (Openings openings = Openings.in(stage.guarded(), what.size());
        Load load = new Load(openings, what.callers())) {
      return guarding.during(guard(what), stage, () -> sample(load));
    }
  }

  private Sample sample(Load load) throws Exception {
    LoadResult ignored = load.run(timing.warmUp().toNanos(), 0);
    LoadResult result = load.run(timing.measured().toNanos(), 0);
    Histogram histogram = load.histogram();
    Figures figures = new Figures();
    figures.roundTrips(histogram);
    figures.rate(result);
    return new Sample(figures.values(), histogram);
  }
}
