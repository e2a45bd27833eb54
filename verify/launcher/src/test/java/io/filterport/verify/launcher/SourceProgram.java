package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A program that {@code ./check} runs from its source, compiled once for a test's many runs. */
final class SourceProgram {
  private static final String JDK = System.getProperty("java.home") + "/bin/";

  private final Path classes;
  private final String name;

  private SourceProgram(Path classes, String name) {
    this.classes = classes;
    this.name = name;
  }

  /**
   * Compiles it.
   *
   * @param source the file with its main method, beside those that it needs
   * @param classes where they go
   */
  static SourceProgram compile(Path source, Path classes) throws IOException, InterruptedException {
    Script.Result javac =
        Script.run(
            Map.of(), JDK + "javac", "-d", classes, "--source-path", source.getParent(), source);
    assertThat(javac.exitCode()).as(javac.err()).isZero();
    return new SourceProgram(classes, source.getFileName().toString().replace(".java", ""));
  }

  Script.Result run(Object argument) throws IOException, InterruptedException {
    return Script.run(
        Map.of(),
        Stream.of(JDK + "java", "-XX:TieredStopAtLevel=1", "-cp", classes, name, argument)
            .toArray());
  }
}
