package io.filterport.verify.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory of {@code examples}, built as its own README says. */
record Example(Path directory) {
  static final Path TOP = Path.of("..", "..");
  private static final long LIMIT_SECONDS = 50;

  /** What a process left. */
  record Result(int exitCode, String out, String err) {}

  static Example named(String name) {
    return new Example(TOP.resolve("examples", name));
  }

  static List<Example> all() {
    try (Stream<Path> entries = Files.list(TOP.resolve("examples"))) {
      return entries.filter(Files::isDirectory).sorted().map(Example::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return directory.getFileName().toString();
  }

  String text(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }

  /** {@return what the README shows below its last command} */
  String promisedOutput() throws IOException {
    String readme = text("README.md");
    String command = "$ java -jar examples/" + name() + "/target/" + name() + ".jar\n";
    String shown = readme.substring(readme.indexOf(command) + command.length());
    return shown.substring(0, shown.indexOf("```"));
  }

  List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  String source(String className) throws IOException {
    return sources().stream()
        .filter(file -> file.endsWith(className + ".java"))
        .map(Example::read)
        .collect(Collectors.joining());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it as a user does, with nothing but its own jars. */
  Result run() throws IOException, InterruptedException {
    Path jar = directory.resolve("target", name() + ".jar");
    Path out = Files.createTempFile(name(), ".out");
    Path err = Files.createTempFile(name(), ".err");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(java.toString(), "-jar", jar.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      return new Result(ended ? process.exitValue() : -1, take(out), take(err));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String take(Path file) throws IOException {
    String text = Files.readString(file).replace(System.lineSeparator(), "\n");
    Files.delete(file);
    return text;
  }

  @Override
  public String toString() {
    return name();
  }
}
