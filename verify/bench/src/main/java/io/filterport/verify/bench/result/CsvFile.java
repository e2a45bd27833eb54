package io.filterport.verify.bench.result;

import io.filterport.verify.bench.peer.Waiting;
import io.filterport.verify.bench.process.Scheduling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Results as a file: comment lines {@code # name: value} about the run, then a table with one line
 * for each case in each round. Stateless.
 */
public final class CsvFile {
  private static final String ABOUT = "# ";
  private static final String AFTER_NAME = ": ";
  private static final List<String> KEY =
      List.of(
          "round",
          "peer",
          "waiting",
          "scheduling",
          "size",
          "callers",
          "idle",
          "pause",
          "spin",
          "trouble");

  private CsvFile() {}

  /** Writes results. */
  public static void write(Path file, Results results) throws IOException {
    List<String> lines = new ArrayList<>();
    results.about().forEach((name, value) -> lines.add(ABOUT + name + AFTER_NAME + value));
    lines.add(head());
    results.measurements().forEach(measurement -> lines.add(line(measurement)));
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }

  private static String head() {
    return Stream.concat(KEY.stream(), Stream.of(Figure.values()).map(Figure::column))
        .collect(Collectors.joining(","));
  }

  private static String line(Measurement measurement) {
    Case what = measurement.what();
    Stream<Object> key =
        Stream.of(
            measurement.round(),
            what.peer(),
            what.waiting(),
            what.scheduling(),
            what.size(),
            what.callers(),
            what.idle(),
            what.pause(),
            what.spin(),
            measurement.trouble().replace(',', ';').replaceAll("\\s+", " "));
    Stream<Object> figures = Stream.of(Figure.values()).map(figure -> cell(measurement, figure));
    return Stream.concat(key, figures).map(Object::toString).collect(Collectors.joining(","));
  }

  private static String cell(Measurement measurement, Figure figure) {
    return measurement.figure(figure).stream()
        .mapToObj(value -> Double.toString(Math.round(value * 1e6) / 1e6))
        .findFirst()
        .orElse("");
  }

  /** {@return what {@link #write} wrote; nothing if there is no file} */
  public static Results read(Path file) throws IOException {
    Map<String, String> about = new LinkedHashMap<>();
    List<Measurement> measurements = new ArrayList<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      if (line.startsWith(ABOUT)) {
        int end = line.indexOf(AFTER_NAME);
        about.put(line.substring(ABOUT.length(), end), line.substring(end + AFTER_NAME.length()));
      } else if (!line.startsWith(KEY.getFirst())) {
        measurements.add(parse(line.split(",", -1)));
      }
    }
    return new Results(about, measurements);
  }

  private static Measurement parse(String[] cells) {
    Case what =
        new Case(
            cells[1],
            Waiting.named(cells[2]),
            Scheduling.named(cells[3]),
            Integer.parseInt(cells[4]),
            Integer.parseInt(cells[5]),
            Integer.parseInt(cells[6]),
            Integer.parseInt(cells[7]),
            Integer.parseInt(cells[8]));
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    int column = KEY.size();
    for (Figure figure : Figure.values()) {
      String cell = cells[column++];
      if (!cell.isEmpty()) {
        figures.put(figure, Double.valueOf(cell));
      }
    }
    return new Measurement(Integer.parseInt(cells[0]), what, figures, cells[KEY.size() - 1]);
  }
}
