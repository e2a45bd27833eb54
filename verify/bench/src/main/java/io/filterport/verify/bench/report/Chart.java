package io.filterport.verify.bench.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A picture of lines on logarithmic axes, as SVG without a background of its own: its colours are
 * readable on white and on black. The lines are told apart by their dashes, too.
 *
 * @param file its name
 * @param title what it shows
 * @param x to the right
 * @param y upwards
 * @param series the lines; the first two stand out
 */
record Chart(String file, String title, LogAxis x, LogAxis y, List<Series> series) {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 460;
  private static final int LEFT = 78;
  private static final int RIGHT = 270;
  private static final int TOP = 40;
  private static final int BOTTOM = 56;
  private static final int LEGEND_LINE = 22;
  private static final String INK = "#77808a";
  private static final List<String> COLORS =
      List.of(
          "#3b8eea", "#2da44e", "#e8710a", "#a371f7", "#e5534b", "#14a3a8", "#b08800", "#db61a2");
  private static final List<String> DASHES = List.of("none", "7 3", "2 3", "9 3 2 3");
  private static final int STANDING_OUT = 2;

  /** {@return the Markdown that shows it} */
  String embedded(Path directory) {
    return "![" + title + "](" + directory + "/" + file + ")";
  }

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" role="img" \
        font-family="sans-serif" font-size="13" fill="%s">
        <title>%s</title>
        """
            .formatted(WIDTH, HEIGHT, INK, escaped(title)));
    svg.append(text(LEFT, TOP - 18, "start", title));
    drawAxes(svg);
    for (int i = 0; i < series.size(); i++) {
      drawSeries(svg, i);
    }
    return svg.append("</svg>\n").toString();
  }

  private void drawAxes(StringBuilder svg) {
    for (double tick : x.ticks()) {
      svg.append(grid(left(tick), TOP, left(tick), HEIGHT - BOTTOM));
      svg.append(text(left(tick), HEIGHT - BOTTOM + 18, "middle", x.label().apply(tick)));
    }
    for (double tick : y.ticks()) {
      svg.append(grid(LEFT, top(tick), WIDTH - RIGHT, top(tick)));
      svg.append(text(LEFT - 8, top(tick) + 4, "end", y.label().apply(tick)));
    }
    svg.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", x.title()));
    svg.append(
        "<text transform=\"translate(16 %s) rotate(-90)\" text-anchor=\"middle\">%s</text>\n"
            .formatted(number((TOP + HEIGHT - BOTTOM) / 2.0), escaped(y.title())));
  }

  private void drawSeries(StringBuilder svg, int index) {
    String points =
        series.get(index).points().stream()
            .map(point -> number(left(point.x())) + "," + number(top(point.y())))
            .collect(Collectors.joining(" "));
    svg.append(polyline(index, points));
    int right = WIDTH - RIGHT + 14;
    int level = TOP + 8 + index * LEGEND_LINE;
    svg.append(polyline(index, right + "," + level + " " + (right + 26) + "," + level));
    svg.append(text(right + 33, level + 4, "start", series.get(index).title()));
  }

  private static String polyline(int index, String points) {
    boolean standsOut = index < STANDING_OUT;
    return """
        <polyline points="%s" fill="none" stroke="%s" stroke-width="%s" stroke-dasharray="%s"/>
        """
        .formatted(
            points,
            COLORS.get(index % COLORS.size()),
            standsOut ? "3" : "1.8",
            standsOut ? "none" : DASHES.get(index % DASHES.size()));
  }

  private double left(double value) {
    return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
  }

  private double top(double value) {
    return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
  }

  private static String grid(double x1, double y1, double x2, double y2) {
    return """
        <line x1="%s" y1="%s" x2="%s" y2="%s" stroke="%s" stroke-opacity="0.35"/>
        """
        .formatted(number(x1), number(y1), number(x2), number(y2), INK);
  }

  private static String text(double x, double y, String anchor, String text) {
    return """
        <text x="%s" y="%s" text-anchor="%s">%s</text>
        """
        .formatted(number(x), number(y), anchor, escaped(text));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
