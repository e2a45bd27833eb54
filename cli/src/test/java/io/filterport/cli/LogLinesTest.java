package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.scanner.ScannerFilter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the log")
class LogLinesTest {
  private static final String FORGED = "filterport: configuration reloaded";
  private static final String NAME = "x\n" + FORGED;
  private static final String SHOWN = "x\\u000a" + FORGED;

  private static String logged(LogRecord record) {
    return new LogLines(new SimpleFormatter()).format(record);
  }

  @Test
  @DisplayName("shows a name that would begin a line, or steer a terminal, as what it is")
  void message() {
    assertThat(logged(new LogRecord(Level.WARNING, "scanning " + NAME + "\u001b[2J")))
        .contains("scanning " + SHOWN + "\\u001b[2J")
        .doesNotContain(NAME);
    LogRecord record = new LogRecord(Level.WARNING, "volume {0}: lost");
    record.setParameters(new Object[] {NAME});
    assertThat(logged(record)).contains("volume " + SHOWN + ": lost");
  }

  @Test
  @DisplayName("does so in what was thrown, its causes and what came with it, and keeps the traces")
  void thrown() {
    Exception cause = new NoSuchFileException(NAME);
    Exception thrown = new IllegalStateException(NAME, cause);
    thrown.addSuppressed(new IllegalArgumentException(NAME));
    cause.initCause(thrown);
    LogRecord record = new LogRecord(Level.WARNING, "callback");
    record.setThrown(thrown);
    assertThat(logged(record))
        .doesNotContain(NAME)
        .contains("java.lang.IllegalStateException: " + SHOWN)
        .contains("Caused by: java.nio.file.NoSuchFileException: " + SHOWN)
        .contains("Suppressed: java.lang.IllegalArgumentException: " + SHOWN)
        .contains("\tat " + LogLinesTest.class.getModule().getName());
  }

  @Test
  @DisplayName("of a host cannot be forged by who names a file")
  void host() throws Throwable {
    GuardedStage.run(LogLinesTest::host);
  }

  /** A service that answers nonsense: then the host's log tells which file it was about. */
  private static void host(DemoStage stage) throws Exception {
    Path file = Files.writeString(stage.guarded().resolve(NAME), "text");
    String socket = stage.controlSocket().toString();
    try (CommandProcess host =
            CommandProcess.start(
                "host", "--filter=scanner", "--volume=" + stage.guarded(), "--socket=" + socket);
        CommandProcess _ = listen(host, socket)) {
      assertThat(Cat.run(file).exitCode()).isEqualTo(1);
      host.awaitErr("scanning " + stage.guarded().resolve(SHOWN));
      assertThat(host.terminate().await().err().lines()).doesNotContain(FORGED);
    }
  }

  private static CommandProcess listen(CommandProcess host, String socket) throws Exception {
    host.awaitErr("listening on");
    CommandProcess listen =
        CommandProcess.start(
            "listen", ScannerFilter.PORT, "--reply-text=nonsense", "--socket=" + socket);
    Eventually.holds(
        "the scanner has a service",
        Duration.ofSeconds(30),
        () ->
            CommandProcess.run("connections", "-o", "jsonl", "--socket", socket)
                .out()
                .contains("ScannerPort"));
    return listen;
  }
}
