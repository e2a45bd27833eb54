package io.filterport.verify.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Histograms of nanoseconds, and how processes hand them over. Stateless. */
public final class Histograms {
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);
  private static final int DIGITS = 3;

  private Histograms() {}

  /** {@return a new one, which never needs more memory} */
  public static Histogram empty() {
    return new Histogram(LONGEST, DIGITS);
  }

  /** Writes one: on each line nanoseconds, and how many round trips took so long. */
  public static void write(Path file, Histogram histogram) throws IOException {
    List<String> lines = new ArrayList<>();
    for (HistogramIterationValue value : histogram.recordedValues()) {
      lines.add(value.getValueIteratedTo() + " " + value.getCountAtValueIteratedTo());
    }
    Files.write(file, lines);
  }

  /** {@return what a process wrote} */
  public static Histogram read(Path file) throws IOException {
    Histogram histogram = empty();
    for (String line : Files.readAllLines(file)) {
      int space = line.indexOf(' ');
      histogram.recordValueWithCount(
          Long.parseLong(line.substring(0, space)), Long.parseLong(line.substring(space + 1)));
    }
    return histogram;
  }
}
