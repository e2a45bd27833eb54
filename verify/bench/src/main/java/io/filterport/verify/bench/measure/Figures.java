package io.filterport.verify.bench.measure;

import io.filterport.verify.bench.load.LoadResult;
import io.filterport.verify.bench.load.Usage;
import io.filterport.verify.bench.result.Figure;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Makes figures of what was counted. For use by one thread. */
final class Figures {
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double BYTES_PER_KIB = 1_024;
  private static final double PERCENT = 100;

  /** What fewer connections occupy is lost in what a JVM does by itself. */
  private static final int FEWEST_CONNECTIONS = 100;

  private final Map<Figure, Double> values = new EnumMap<>(Figure.class);

  Map<Figure, Double> values() {
    return values;
  }

  void put(Figure figure, double value) {
    values.put(figure, value);
  }

  void roundTrips(Histogram nanos) {
    put(Figure.P50, micros(nanos, 50));
    put(Figure.P90, micros(nanos, 90));
    put(Figure.P99, micros(nanos, 99));
    put(Figure.P999, micros(nanos, 99.9));
    put(Figure.MAX, micros(nanos, 100));
  }

  private static double micros(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
  }

  void usage(LoadResult result, Usage caller, Usage answerer) {
    double nanos = result.nanos();
    double trips = result.trips();
    rate(result);
    put(Figure.CALLER_CPU, caller.cpuNanos() / nanos);
    put(Figure.ANSWERER_CPU, answerer.cpuNanos() / nanos);
    put(Figure.CALLER_BYTES, caller.allocatedBytes() / trips);
    put(Figure.ANSWERER_BYTES, answerer.allocatedBytes() / trips);
    put(Figure.CALLER_SWITCHES, caller.switches() / trips);
    put(Figure.ANSWERER_SWITCHES, answerer.switches() / trips);
  }

  /** How often all callers together asked. */
  void rate(LoadResult result) {
    put(Figure.PER_SECOND, result.trips() * NANOS_PER_SECOND / result.nanos());
  }

  /** What idle connections occupy, with garbage collected before and after them. */
  void idleMemory(Usage before, Usage after, int connections) {
    double kib =
        after.residentKib()
            - before.residentKib()
            + (after.heapBytes() - before.heapBytes()) / BYTES_PER_KIB;
    if (connections >= FEWEST_CONNECTIONS) {
      put(Figure.IDLE_KIB, kib / connections);
    }
  }

  /** What was used in a time in which nobody sent. */
  void idleTime(Usage used, long nanos) {
    put(Figure.IDLE_CPU_PERCENT, PERCENT * used.cpuNanos() / nanos);
  }
}
