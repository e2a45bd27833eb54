package io.filterport.verify.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How the round trips of a row are distributed, all rounds together: for each case some points of
 * its percentile curve.
 *
 * @param curves by case, as text
 */
public record Percentiles(Map<String, List<Point>> curves) {
  private static final String HEAD = "case;percentile;us";

  /** Points between one nine and the next. */
  private static final double STEPS_A_NINE = 10;

  /**
   * One point of a curve.
   *
   * @param percentile 0…100
   * @param micros how long round trips took at most, apart from the slower rest
   */
  public record Point(double percentile, double micros) {}

  /** {@return the curves of histograms in nanoseconds} */
  public static Percentiles of(Map<Case, Histogram> histograms) {
    Map<String, List<Point>> curves = new LinkedHashMap<>();
    histograms.forEach((what, histogram) -> curves.put(what.toString(), curve(histogram)));
    return new Percentiles(curves);
  }

  /** Ten points for each further nine, as long as ten round trips are slower. */
  private static List<Point> curve(Histogram histogram) {
    List<Point> points = new ArrayList<>();
    for (int step = 0; ; step++) {
      double slower = Math.pow(10, -step / STEPS_A_NINE);
      if (slower * histogram.getTotalCount() < 10) {
        return points;
      }
      double percentile = 100 * (1 - slower);
      points.add(new Point(percentile, histogram.getValueAtPercentile(percentile) / 1000.0));
    }
  }

  /** Writes the points. */
  public void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEAD));
    curves.forEach(
        (what, points) ->
            points.forEach(p -> lines.add(what + ";" + p.percentile() + ";" + p.micros())));
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }

  /** {@return what {@link #write} wrote; nothing if there is no file} */
  public static Percentiles read(Path file) throws IOException {
    Map<String, List<Point>> curves = new LinkedHashMap<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      if (!line.equals(HEAD)) {
        String[] cells = line.split(";", -1);
        Point point = new Point(Double.parseDouble(cells[1]), Double.parseDouble(cells[2]));
        curves.computeIfAbsent(cells[0], what -> new ArrayList<>()).add(point);
      }
    }
    return new Percentiles(curves);
  }
}
