package io.filterport.verify.bench.report;

import io.filterport.verify.bench.result.CsvFile;
import io.filterport.verify.bench.result.Percentiles;
import io.filterport.verify.bench.result.Results;
import io.filterport.verify.bench.row.Row;
import io.filterport.verify.bench.row.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page with the results, and its pictures. They are made from the raw data alone: a row that
 * was not measured this time appears with what it had before.
 *
 * @param page a Markdown file; what stands outside of the markers stays
 * @param directory of the raw data and the pictures
 */
public record Report(Path page, Path directory) {
  /** Writes all of it. */
  public void write() throws IOException {
    Map<Row, Results> measured = measured();
    AboutSection about = AboutSection.of(measured);
    List<String> lines = new ArrayList<>(GoalsTable.lines(measured));
    lines.addAll(about.lines());
    for (Map.Entry<Row, Results> entry : measured.entrySet()) {
      lines.addAll(section(entry.getKey(), entry.getValue(), about));
    }
    MarkedPage.write(page, lines);
  }

  private Map<Row, Results> measured() throws IOException {
    Map<Row, Results> measured = new LinkedHashMap<>();
    for (Row row : Rows.all()) {
      Results results = CsvFile.read(directory.resolve(row.name() + ".csv"));
      if (!results.isEmpty()) {
        measured.put(row, results);
      }
    }
    return measured;
  }

  private List<String> section(Row row, Results results, AboutSection about) throws IOException {
    List<String> lines = new ArrayList<>(List.of("", "## " + row.title(), ""));
    lines.add("`verify/bench/run --rows " + row.name() + "`. " + rawData(row) + ".");
    lines.add("Rounds: " + results.rounds() + "; " + about.of(results) + ".");
    lines.add("");
    for (Chart chart : charts(row, results)) {
      Files.writeString(directory.resolve(chart.file()), chart.svg());
      lines.addAll(List.of(chart.embedded(directory.getFileName()), ""));
    }
    lines.addAll(CaseTable.lines(row, results));
    return lines;
  }

  private String rawData(Row row) {
    return Stream.of(row.name() + ".csv", curves(row))
        .filter(file -> Files.exists(directory.resolve(file)))
        .map(file -> "[" + file + "](" + directory.getFileName() + "/" + file + ")")
        .collect(Collectors.joining(", ", "Raw data: ", ""));
  }

  private static String curves(Row row) {
    return row.name() + ".percentiles.csv";
  }

  private List<Chart> charts(Row row, Results results) throws IOException {
    Percentiles percentiles = Percentiles.read(directory.resolve(curves(row)));
    return Stream.of(LatencyChart.of(row, results, percentiles), CurveChart.of(row, results))
        .flatMap(Optional::stream)
        .toList();
  }
}
