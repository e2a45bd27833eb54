package io.filterport.verify.bench.onaccess;

import io.filterport.verify.bench.peer.Programs;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The floor: a listener in C that allows at once. */
final class AllowListener implements Closeable {
  private static final String COMPILER = "gcc";
  private static final String READY = "ready";

  private final Process process;

  private AllowListener(Process process) {
    this.process = process;
  }

  static Optional<String> missing() {
    return Programs.find(COMPILER).isPresent()
        ? Optional.empty()
        : Optional.of("there is no " + COMPILER + " to compile it");
  }

  /**
   * Starts one, and waits until it listens.
   *
   * @param home the sources of this module
   * @param directory for the program
   * @param guarded a directory of the file system
   * @param limitSeconds after which it ends by itself
   * @param keeps whether it has the kernel allow the next opens of a file by itself
   */
  static AllowListener start(
      Path home, Path directory, Path guarded, int limitSeconds, boolean keeps) throws IOException {
    Path program = compiled(home, directory);
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add(guarded.toString());
    command.add(Integer.toString(limitSeconds));
    if (keeps) {
      command.add("keep");
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output = process.inputReader();
    if (!READY.equals(output.readLine())) {
      throw new IOException(program + " is not ready");
    }
    return new AllowListener(process);
  }

  private static Path compiled(Path home, Path directory) throws IOException {
    Path program = directory.resolve("allow");
    if (!Files.exists(program)) {
      String source = home.resolve("src/main/c/allow.c").toString();
      Programs.run(COMPILER, "-O2", "-o", program.toString(), source);
    }
    return program;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
