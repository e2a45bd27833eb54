package io.filterport.verify.bench.peer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of this machine that the benchmarks use where they are present. Stateless. */
public final class Programs {
  private static final long LIMIT_SECONDS = 60;

  private Programs() {}

  /** {@return where a program is, by $PATH} */
  public static Optional<Path> find(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * {@return what a program printed, errors included} Ends it after a minute.
   *
   * @throws IOException if it fails
   */
  public static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    CompletableFuture<Process> exit =
        process.onExit().copy().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
    CompletableFuture<Process> ignored = exit.exceptionally(late -> process.destroyForcibly());
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.onExit().join().exitValue();
    if (exitCode != 0) {
      throw new IOException(
          String.join(" ", List.of(command)) + " ended with " + exitCode + ": " + output);
    }
    return output;
  }
}
