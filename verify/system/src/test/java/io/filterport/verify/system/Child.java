package io.filterport.verify.system;

import io.filterport.linux.Fds;
import io.filterport.linux.PidFd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own, started with the class path of the tests. */
public final class Child implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 50;

  private final Process process;
  private final int pidfd;
  private final BlockingQueue<String> results = new LinkedBlockingQueue<>();
  private final List<String> output = new CopyOnWriteArrayList<>();

  private Child(Process process) {
    this.process = process;
    this.pidfd = PidFd.open((int) process.pid());
    Thread.ofPlatform().daemon().name("child-" + process.pid()).start(this::read);
  }

  /** Starts the main method of a class. */
  public static Child start(Class<?> program, Object... arguments) {
    return start(List.of(), program, arguments);
  }

  /** Starts the main method of a class in a JVM with more options. */
  static Child start(List<String> options, Class<?> program, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-Xss512k", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:CICompilerCount=1", "-Xshare:auto"));
    command.addAll(options);
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    try {
      return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.add(line);
        if (line.startsWith(Program.RESULT)) {
          results.add(line.substring(Program.RESULT.length()));
        }
      }
    } catch (IOException e) {
      output.add("reading ended: " + e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** {@return the child's next result} */
  public String hear() {
    try {
      for (int i = 0; i < PATIENCE_SECONDS; i++) {
        String result = results.poll(1, TimeUnit.SECONDS);
        if (result != null) {
          return result;
        }
        if (!process.isAlive() && results.isEmpty()) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("pid " + pid() + " said nothing more: " + output);
  }

  /** Sends the child a line. */
  public void say(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(line + " to pid " + pid() + ": " + output, e);
    }
  }

  /** {@return the child's answer} */
  public String ask(String line) {
    say(line);
    return hear();
  }

  /** {@code kill -9}, and waits until the process is gone. */
  public void kill() {
    signal(PidFd.SIGKILL);
    awaitEnd();
  }

  /** SIGSTOP, and waits until every thread stands still. */
  public void stop() {
    signal(PidFd.SIGSTOP);
    Wait.until("pid " + pid() + " stands still", () -> Proc.state(pid()) == 'T');
  }

  /** SIGCONT. */
  public void resume() {
    signal(PidFd.SIGCONT);
  }

  private void signal(int signal) {
    int result = PidFd.sendSignal(pidfd, signal);
    if (result < 0) {
      throw new AssertionError("signal " + signal + " to pid " + pid() + ": " + result);
    }
  }

  /** Waits until the process is gone. */
  public void awaitEnd() {
    Wait.until("pid " + pid() + " ends, which said " + output, () -> !process.isAlive());
  }

  /** {@return all that was printed} */
  public List<String> output() {
    return output;
  }

  @Override
  public void close() {
    int ignored = PidFd.sendSignal(pidfd, PidFd.SIGKILL);
    awaitEnd();
    Fds.close(pidfd);
  }
}
