package io.filterport.verify.bench.embedded;

import io.filterport.verify.bench.measure.Meter;
import io.filterport.verify.bench.measure.Sample;
import io.filterport.verify.bench.measure.Timing;
import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.Figure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Measures with JMH, in a new JVM each time. */
public final class JmhMeter implements Meter {
  private static final int ITERATIONS = 3;
  private static final int DIGITS = 3;
  private static final double NANOS_PER_MICRO = 1_000;

  private final Timing timing;
  private final List<String> jvmOptions;

  /**
   * Makes a meter.
   *
   * @param timing how long it takes
   * @param jvmOptions of the new JVMs
   */
  public JmhMeter(Timing timing, List<String> jvmOptions) {
    this.timing = timing;
    this.jvmOptions = jvmOptions;
  }

  @Override
  public Optional<String> missing(Case what) {
    return Optional.empty();
  }

  @Override
  public Sample measure(Case what) throws RunnerException {
    EmbeddedPeer peer = EmbeddedPeer.named(what.peer()).orElseThrow();
    Statistics nanos = new Runner(options(peer)).runSingle().getPrimaryResult().getStatistics();
    Map<Figure, Double> figures =
        Map.of(
            Figure.P50, nanos.getPercentile(50) / NANOS_PER_MICRO,
            Figure.P90, nanos.getPercentile(90) / NANOS_PER_MICRO,
            Figure.P99, nanos.getPercentile(99) / NANOS_PER_MICRO,
            Figure.P999, nanos.getPercentile(99.9) / NANOS_PER_MICRO,
            Figure.MAX, nanos.getMax() / NANOS_PER_MICRO,
            Figure.PER_SECOND, TimeUnit.SECONDS.toNanos(1) / nanos.getMean());
    return new Sample(figures, new Histogram(DIGITS));
  }

  private org.openjdk.jmh.runner.options.Options options(EmbeddedPeer peer) {
    return new OptionsBuilder()
        .include(RoundTrips.class.getName() + "." + peer.method() + "$")
        .mode(Mode.SampleTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .forks(1)
        .warmupIterations(ITERATIONS)
        .warmupTime(part(timing.warmUp()))
        .measurementIterations(ITERATIONS)
        .measurementTime(part(timing.measured()))
        .jvmArgs(jvmOptions.toArray(String[]::new))
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static TimeValue part(Duration whole) {
    return TimeValue.milliseconds(Math.max(1, whole.toMillis() / ITERATIONS));
  }
}
