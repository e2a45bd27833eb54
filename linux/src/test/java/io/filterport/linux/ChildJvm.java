package io.filterport.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Programs of the test classes that run in a process of their own and end by themselves. */
final class ChildJvm {
  /** What a program prints when it cannot do its work here. */
  static final String SKIP = "SKIP ";

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int OUT_OF_TIME = 3;

  private ChildJvm() {}

  static Process start(Class<?> program, String... arguments) throws IOException {
    Path base = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(base.resolve("target/classes") + ":" + base.resolve("target/test-classes"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  static String output(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the child: whatever happens, this process ends. */
  static void limitTime() {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Thread.sleep(LIMIT);
              } catch (InterruptedException e) {
                System.out.println("The time limit was interrupted");
              }
              Runtime.getRuntime().halt(OUT_OF_TIME);
            });
  }
}
