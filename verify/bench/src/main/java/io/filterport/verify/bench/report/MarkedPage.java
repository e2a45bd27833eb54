package io.filterport.verify.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A page of which a part is generated: what stands between two markers. Stateless. */
final class MarkedPage {
  static final String BEGIN = "<!-- generated: begin -->";
  static final String END = "<!-- generated: end -->";

  private MarkedPage() {}

  /** Replaces the generated part; makes the page if there is none. */
  static void write(Path page, List<String> generated) throws IOException {
    Files.createDirectories(page.toAbsolutePath().getParent());
    List<String> before =
        Files.exists(page) ? Files.readAllLines(page) : List.of("# Results", "", BEGIN, END);
    Files.write(page, replaced(before, generated));
  }

  /**
   * {@return the page with another generated part}
   *
   * @throws IllegalArgumentException if it has no such part
   */
  static List<String> replaced(List<String> page, List<String> generated) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the page has no line " + BEGIN + " before one " + END);
    }
    List<String> lines = new ArrayList<>(page.subList(0, begin + 1));
    lines.add("");
    lines.addAll(generated);
    lines.add("");
    lines.addAll(page.subList(end, page.size()));
    return lines;
  }
}
