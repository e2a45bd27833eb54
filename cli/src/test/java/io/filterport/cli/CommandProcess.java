package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One command line in a process of its own, which ends with the test at the latest. */
final class CommandProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path out = Files.createTempFile("filterport-test", ".out");
  private final Path err = Files.createTempFile("filterport-test", ".err");
  private final List<String> command;
  private final Process process;

  private CommandProcess(ProcessBuilder builder) throws IOException {
    command = builder.command();
    process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  static CommandProcess start(String... arguments) throws IOException {
    return start(SelfProcess.of(arguments));
  }

  static CommandProcess start(ProcessBuilder builder) throws IOException {
    builder.environment().remove("SUDO_USER");
    PackagedModules.use(builder.command());
    return new CommandProcess(builder);
  }

  /** {@return a command line whose JVM gets options of the test's own} */
  static ProcessBuilder command(List<String> jvmOptions, String... arguments) {
    ProcessBuilder builder = SelfProcess.of(arguments);
    builder.command().addAll(builder.command().indexOf("--module"), jvmOptions);
    return builder;
  }

  /** Runs to the end. */
  static CommandLineRun run(String... arguments) throws Exception {
    return run(SelfProcess.of(arguments));
  }

  static CommandLineRun run(ProcessBuilder builder) throws Exception {
    try (CommandProcess started = start(builder)) {
      return started.await();
    }
  }

  long pid() {
    return process.pid();
  }

  CommandLineRun await() throws Exception {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(this + " did not end");
    }
    return new CommandLineRun(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  void awaitErr(String text) throws Exception {
    awaitErr(text, 1);
  }

  void awaitErr(String text, int times) throws Exception {
    await(err, text, times);
  }

  void awaitOut(String text) throws Exception {
    await(out, text, 1);
  }

  /** Nobody may have it yet who would end it: if it does not write that, it has ended. */
  private void await(Path file, String text, int times) throws Exception {
    try {
      Eventually.holds(this + " writes " + text, PATIENCE, () -> contains(file, text, times));
    } catch (Throwable e) {
      kill();
      throw e;
    }
  }

  private boolean contains(Path file, String text, int times) throws IOException {
    boolean running = process.isAlive();
    boolean found = Files.readString(file).split(Pattern.quote(text), -1).length > times;
    if (!running && !found) {
      throw new AssertionError(this + " ended without: " + text);
    }
    return found;
  }

  /** {@return what it has written to standard output} */
  String out() throws IOException {
    return Files.readString(out);
  }

  /** {@return the group of the pattern's first match in what it has written to standard output} */
  String outMatch(String pattern) throws IOException {
    return match(out, pattern);
  }

  /** {@return the same for standard error} */
  String errMatch(String pattern) throws IOException {
    return match(err, pattern);
  }

  private String match(Path file, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
    if (!matcher.find()) {
      throw new AssertionError(this + " did not write " + pattern);
    }
    return matcher.group(1);
  }

  /** Writes to its standard input. */
  void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Sends it a signal. */
  void signal(String name) throws Exception {
    signal(pid(), name);
  }

  /** The same for any process. */
  static void signal(long pid, String name) throws Exception {
    CommandLineRun kill = run(new ProcessBuilder("kill", "-" + name, Long.toString(pid)));
    assertThat(kill.exitCode()).as(kill.err()).isZero();
  }

  /** Asks it to end, as SIGTERM does. */
  CommandProcess terminate() {
    process.destroy();
    return this;
  }

  /** Waits for its end, whether interrupted or not. */
  void join() {
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Ends it, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** {@return whether a process has ended; nobody may have waited for it yet} */
  static boolean hasEnded(long pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(out);
    Files.deleteIfExists(err);
  }

  @Override
  public String toString() {
    try {
      return String.join(" ", command) + "\n" + Files.readString(out) + Files.readString(err);
    } catch (IOException e) {
      return String.join(" ", command);
    }
  }
}
