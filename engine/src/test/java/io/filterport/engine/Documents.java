package io.filterport.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Examples that stand in a document and in a test, line by line the same. */
final class Documents {
  private Documents() {}

  /** {@return the lines of a file between two of its lines} */
  static String between(Path file, String first, String last) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.stream()
        .dropWhile(line -> !line.equals(first))
        .skip(1)
        .takeWhile(line -> !line.equals(last))
        .collect(Collectors.joining("\n"));
  }

  /** {@return lines as Markdown shows them, without what they are indented by} */
  static String fenced(String language, String lines) {
    return "```" + language + "\n" + lines.stripTrailing().stripIndent().strip() + "\n```";
  }
}
