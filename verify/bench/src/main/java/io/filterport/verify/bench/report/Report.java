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
    List<String> lines = new ArrayList<>();
    lines.addAll(GoalsTable.lines(measured));
    lines.addAll(AboutSection.lines(measured));
    for (Map.Entry<Row, Results> entry : measured.entrySet()) {
      lines.addAll(section(entry.getKey(), entry.getValue()));
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

  private List<String> section(Row row, Results results) throws IOException {
    List<String> lines = new ArrayList<>(List.of("", "## " + row.title(), ""));
    lines.add(
        "`verify/bench/run --rows "
            + row.name()
            + "`, rounds: "
            + results.rounds()
            + ". Raw data: "
            + link(row.name() + ".csv")
            + ", "
            + link(row.name() + ".percentiles.csv")
            + ".");
    lines.add("");
    for (Optional<Chart> chart : charts(row, results)) {
      chart.ifPresent(it -> lines.addAll(List.of(it.embedded(directory.getFileName()), "")));
      if (chart.isPresent()) {
        Files.writeString(directory.resolve(chart.get().file()), chart.get().svg());
      }
    }
    lines.addAll(CaseTable.lines(row, results));
    return lines;
  }

  private List<Optional<Chart>> charts(Row row, Results results) throws IOException {
    Percentiles percentiles = Percentiles.read(directory.resolve(row.name() + ".percentiles.csv"));
    return List.of(LatencyChart.of(row, results, percentiles), CurveChart.of(row, results));
  }

  private String link(String file) {
    return "[" + file + "](" + directory.getFileName() + "/" + file + ")";
  }
}
