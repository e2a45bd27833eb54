package io.filterport.verify.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command in a small environment of its own. */
final class Script {
  private static final long LIMIT_SECONDS = 300;

  private Script() {}

  /** What a command left. */
  record Result(int exitCode, String out, String err) {}

  /** A command that runs. */
  record Running(Process process, Path out, Path err) {
    Result await() throws IOException, InterruptedException {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running after " + LIMIT_SECONDS + " s");
      }
      return new Result(process.exitValue(), take(out), take(err));
    }

    private static String take(Path file) throws IOException {
      String text = Files.readString(file);
      Files.delete(file);
      return text;
    }
  }

  static Result run(Map<String, String> environment, Object... command)
      throws IOException, InterruptedException {
    Running running = start(environment, command);
    running.process().getOutputStream().close();
    return running.await();
  }

  static Running start(Map<String, String> environment, Object... command) throws IOException {
    Path out = Files.createTempFile("out", null);
    Path err = Files.createTempFile("err", null);
    ProcessBuilder builder =
        new ProcessBuilder(Arrays.stream(command).map(Object::toString).toList())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /** Writes an executable shell script. */
  static Path write(Path file, String body) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "#!/bin/sh\n" + body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return executable(file);
  }

  private static Path executable(Path file) {
    if (!file.toFile().setExecutable(true, false)) {
      throw new IllegalStateException(file.toString());
    }
    return file;
  }
}
