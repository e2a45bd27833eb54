package io.filterport.volumes.fanotify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Another process, which opens guarded files. */
record Opener(Process process) {
  static Opener start(String... command) {
    try {
      return new Opener(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String run(String... command) {
    return start(command).output();
  }

  static String shell(String script, String... arguments) {
    return startShell(script, arguments).output();
  }

  static Opener startShell(String script, String... arguments) {
    String[] command = new String[arguments.length + 4];
    command[0] = "sh";
    command[1] = "-c";
    command[2] = script;
    command[3] = "sh";
    System.arraycopy(arguments, 0, command, 4, arguments.length);
    return start(command);
  }

  /** {@return what it printed until its end, errors too} */
  String output() {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the next line it prints} */
  String line() {
    StringBuilder line = new StringBuilder();
    try {
      for (int c = process.getInputStream().read();
          c >= 0 && c != '\n';
          c = process.getInputStream().read()) {
        line.append((char) c);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  /** Waits until it waits in the kernel, as the program that it is to become. */
  void awaitBlocked() {
    awaitState(proc("stat"), "(cat) D");
  }

  /** Waits until a signal has stopped every thread of it, one after the other. */
  void awaitStopped() {
    try (Stream<Path> threads = Files.list(proc("task"))) {
      threads.forEach(thread -> awaitState(thread.resolve("stat"), ") T "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path proc(String name) {
    return Path.of("/proc", Long.toString(process.pid()), name);
  }

  private static void awaitState(Path stat, String state) {
    try {
      while (!Files.readString(stat).contains(state)) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void tell(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
