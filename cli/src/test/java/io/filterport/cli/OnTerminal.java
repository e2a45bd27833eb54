package io.filterport.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A command on a pseudo-terminal of its own, which {@code script} of util-linux makes. What is
 * typed there are the bytes of its standard input, and what is shown those of its standard output.
 */
final class OnTerminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  private final Path directory;
  private final CommandProcess script;

  /**
   * Starts it.
   *
   * @param directory an empty one
   * @param first what the terminal's shell does before, such as nothing
   */
  OnTerminal(Path directory, String first, ProcessBuilder command) throws IOException {
    assumeTrue(Files.isExecutable(SCRIPT), SCRIPT + " is not there");
    this.directory = directory;
    PackagedModules.use(command.command());
    String line =
        command.command().stream().map(OnTerminal::quoted).collect(Collectors.joining(" "));
    Path shell =
        Files.write(
            directory.resolve("shell"),
            List.of(
                "cd " + quoted(directory.toString()),
                "echo 'the shell was here'",
                "stty rows " + Screen.ROWS + " cols " + Screen.COLUMNS,
                "stty -a >before",
                first,
                line + " 2>errors",
                "echo $? >code",
                "stty -a >after",
                "touch end"));
    ProcessBuilder builder =
        new ProcessBuilder(
            SCRIPT.toString(), "-q", "-f", "-c", "sh " + quoted(shell.toString()), "/dev/null");
    builder.environment().put("TERM", "xterm");
    script = CommandProcess.start(builder);
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** Waits until a line of the screen begins so. */
  void awaitLine(String pattern) throws Exception {
    Predicate<String> fits = Pattern.compile(pattern).asPredicate();
    try {
      Eventually.holds(pattern, PATIENCE, () -> screen().lines().stream().anyMatch(fits));
    } catch (AssertionError e) {
      throw new AssertionError(pattern + " is not in\n" + String.join("\n", screen().lines()), e);
    }
  }

  /** {@return what is shown now} */
  Screen screen() throws IOException {
    return Screen.after(script.out());
  }

  /** {@return what is shown after the end} */
  Screen lastScreen() throws Exception {
    return Screen.after(script.await().out());
  }

  void type(String keys) throws IOException {
    script.type(keys);
  }

  /** The terminal is gone, with all that was typed and shown. */
  void hangUp() throws InterruptedException {
    script.kill();
  }

  /** {@return the process of the command} */
  ProcessHandle process() {
    return ProcessHandle.of(script.pid())
        .orElseThrow()
        .descendants()
        .filter(each -> each.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElseThrow();
  }

  /** {@return how the command ended} Waits for the end of the terminal's shell, too. */
  int exitCode() throws Exception {
    Eventually.holds(script + " ends", PATIENCE, () -> Files.exists(directory.resolve("end")));
    return Integer.parseInt(Files.readString(directory.resolve("code")).strip());
  }

  /** {@return what {@code stty} says of the terminal before the command runs} */
  String settingsBefore() throws IOException {
    return Files.readString(directory.resolve("before"));
  }

  /** {@return the same, after the end} */
  String settingsAfter() throws IOException {
    return Files.readString(directory.resolve("after"));
  }

  /** {@return what the command wrote to standard error} */
  String errors() throws IOException {
    return Files.readString(directory.resolve("errors"));
  }

  @Override
  public void close() throws IOException {
    script.close();
  }
}
