package io.filterport.verify.onaccess;

import io.filterport.linux.Fds;
import io.filterport.linux.PidFd;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A process that was started for a guard. It ends with this JVM at the latest. */
public final class Running implements Closeable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> OF_THE_JVM = List.of("C1 Compiler", "C2 Compiler", "GC ");

  private final Path log;
  private final Process process;
  private final int pidfd;
  private final Leash leash;

  private Running(Path log, Process process, Leash leash) {
    this.log = log;
    this.process = process;
    this.pidfd = PidFd.open((int) process.pid());
    this.leash = leash;
  }

  /**
   * Starts one.
   *
   * @param log where its output goes
   * @param limit after which it is killed
   * @param command its command line
   */
  static Running start(Path log, Duration limit, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process.getOutputStream().close();
    return new Running(log, process, Leash.of(process.pid(), limit));
  }

  /** {@return its number} */
  public long pid() {
    return process.pid();
  }

  /** {@return what it has written} */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Waits until it has written a text. */
  void await(String text) throws Exception {
    try {
      Duration ignored = Eventually.holds(text + " in the log", PATIENCE, () -> hasWritten(text));
    } catch (IOException e) {
      throw new IOException(e.getMessage() + ": " + log(), e);
    }
  }

  /** {@return its exit code, when it has ended} */
  int awaitEnd() {
    return process.onExit().join().exitValue();
  }

  private boolean hasWritten(String text) throws IOException {
    boolean alive = process.isAlive();
    boolean found = log().contains(text);
    if (!alive && !found) {
      throw new IOException("ended with " + process.exitValue());
    }
    return found;
  }

  /** SIGSTOP; returns when every thread of it stands still. */
  public void stop() throws Exception {
    signal(PidFd.SIGSTOP);
    Duration ignored = Eventually.holds("a process stands still", PATIENCE, () -> state() == 'T');
  }

  private char state() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  /** SIGCONT. */
  public void resume() throws IOException {
    signal(PidFd.SIGCONT);
  }

  private void signal(int signal) throws IOException {
    int result = PidFd.sendSignal(pidfd, signal);
    if (result < 0) {
      throw new IOException("signal " + signal + " to " + pid() + ": " + result);
    }
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** {@return what each of its descriptors is of, as the kernel names it} */
  public List<String> descriptors() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path descriptor : entries("fd")) {
      try {
        names.add(Files.readSymbolicLink(descriptor).toString());
      } catch (NoSuchFileException e) {
        // it was closed
      }
    }
    return names;
  }

  /** {@return the names of its threads, without those that the JVM makes and ends as it likes} */
  public List<String> threads() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path thread : entries("task")) {
      try {
        names.add(Files.readString(thread.resolve("comm")).strip());
      } catch (NoSuchFileException e) {
        // it has ended
      }
    }
    names.removeIf(name -> OF_THE_JVM.stream().anyMatch(name::startsWith));
    return names;
  }

  private List<Path> entries(String directory) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc/" + pid() + "/" + directory))) {
      return entries.toList();
    }
  }

  /** {@return KiB of memory that it occupies} */
  public long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  /** Ends it. */
  @Override
  public void close() throws IOException {
    kill();
    leash.close();
    Fds.close(pidfd);
  }
}
