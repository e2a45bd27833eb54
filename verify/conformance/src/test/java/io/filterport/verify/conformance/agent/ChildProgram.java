package io.filterport.verify.conformance.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The main program of another JVM, small, with the class path of the tests, which are told of its
 * lines and tell it theirs. What it starts must end when its standard input does. Safe for use by
 * any thread.
 */
public final class ChildProgram {
  private static final long PATIENCE_SECONDS = 20;
  private static final String END = "\n";

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ChildProgram(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().name("child-" + process.pid()).start(this::read);
  }

  /** Starts the main method of a class. */
  public static ChildProgram start(Class<?> program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Djava.rmi.server.hostname=127.0.0.1"));
    command.add("-Djdk.virtualThreadScheduler.parallelism=2");
    command.add("-Djdk.virtualThreadScheduler.maxPoolSize=2");
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(arguments);
    try {
      return new ChildProgram(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("reading ended: " + e);
    } finally {
      lines.add(END);
    }
  }

  /** {@return its number} */
  public long pid() {
    return process.pid();
  }

  /** {@return its next line} */
  public String hear() {
    String line = next();
    if (line.equals(END)) {
      throw new AssertionError("process " + pid() + " said nothing more");
    }
    return line;
  }

  /** {@return the lines that nobody has heard, of one that has ended} */
  public List<String> rest() {
    return Stream.generate(this::next).takeWhile(line -> !line.equals(END)).toList();
  }

  private String next() {
    try {
      String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("process " + pid() + " says nothing");
      }
      return line;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends it a line. */
  public void say(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  /** Ends its standard input, at which it ends by itself; {@return its exit code} */
  public int end() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return awaitEnd();
  }

  /** {@code kill -9}, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    boolean interrupted = Thread.interrupted();
    process.onExit().join();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@return what it ended with, by itself and in good time} */
  public int awaitEnd() {
    try {
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      throw new AssertionError("process " + pid() + " goes on");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
