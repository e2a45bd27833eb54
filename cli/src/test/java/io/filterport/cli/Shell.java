package io.filterport.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A program of the system, run for what it prints. */
record Shell(int exitCode, String out) {

  /** Standard error comes among the rest. */
  static Shell run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Shell(process.waitFor(), out);
  }

  /** Skips the test, and says so, where a program is missing. */
  static void assumeInstalled(String program) {
    boolean found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    assumeTrue(found, program + " is not installed");
  }

  List<String> lines() {
    return out.lines().toList();
  }

  /** {@return the arguments of a program that is given all files of a directory} */
  static String[] withFiles(Path directory, String... command) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return Stream.concat(Arrays.stream(command), files.map(Path::toString).sorted())
          .toArray(String[]::new);
    }
  }
}
