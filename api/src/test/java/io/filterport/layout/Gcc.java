package io.filterport.layout;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The C compiler, in a directory of its own below target/. */
final class Gcc {
  private static final int SECONDS = 20;

  private final Path directory;

  Gcc(String name) throws IOException {
    assumeTrue(isThere(), "gcc is not installed: our layouts are not compared with its");
    directory = Files.createDirectories(Path.of("target", "c-layouts", name));
  }

  private static boolean isThere() {
    try {
      return new ProcessBuilder("gcc", "--version")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }

  /** How a program ended, and all that it printed. */
  record Ended(int exit, String output) {}

  Ended compile(String source) throws IOException, InterruptedException {
    return run("gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-o", "program", source);
  }

  Ended runProgram() throws IOException, InterruptedException {
    return run(directory.resolve("program").toAbsolutePath().toString());
  }

  private Ended run(String... command) throws IOException, InterruptedException {
    Path output = directory.resolve("output.txt");
    List<String> words = new ArrayList<>(List.of(command));
    Process process =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(words + " did not end");
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }
}
