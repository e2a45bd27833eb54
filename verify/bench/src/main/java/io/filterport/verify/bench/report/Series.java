package io.filterport.verify.bench.report;

import java.util.List;

/**
 * One line of a chart.
 *
 * @param title what it is
 * @param points from left to right
 */
record Series(String title, List<Point> points) {
  /**
   * A point of a line.
   *
   * @param x positive
   * @param y positive
   */
  record Point(double x, double y) {}

  static List<Double> xs(List<Series> all) {
    return all.stream().flatMap(series -> series.points.stream()).map(Point::x).toList();
  }

  static List<Double> ys(List<Series> all) {
    return all.stream().flatMap(series -> series.points.stream()).map(Point::y).toList();
  }
}
