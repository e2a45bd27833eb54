package io.filterport.verify.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processors that this process may use. Stateless. */
final class Processors {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String LABEL = "Cpus_allowed_list:";

  private Processors() {}

  /** {@return the number of the last one: the first has the most interrupts in many systems} */
  static int last() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(LABEL))
          .map(line -> line.substring(LABEL.length()).strip().replaceAll(".*[-,]", ""))
          .mapToInt(Integer::parseInt)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
