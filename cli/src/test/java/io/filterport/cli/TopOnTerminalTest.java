package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("filterport top on a terminal")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TopOnTerminalTest {
  private static final int TERMINATED = 143;
  private static final String CONTROL_C = "\u0003";
  private static final String NO_CLIENT = "^\\\\EchoPort +0/16 ";
  private static final String ONE_CLIENT = "^\\\\EchoPort +1/16 ";

  @TempDir private Path directory;

  private RunningHost host;

  @BeforeEach
  void start() throws Exception {
    host = new RunningHost();
  }

  @AfterEach
  void stop() throws Exception {
    host.close();
  }

  /** {@return one that shows the host already} */
  private OnTerminal top(String first) throws Exception {
    OnTerminal terminal =
        new OnTerminal(directory, first, host.command("top", "--interval", "100"));
    terminal.awaitLine(NO_CLIENT);
    return terminal;
  }

  private static void assertLeftAsItWas(OnTerminal terminal) throws Exception {
    assertThat(terminal.settingsAfter()).isEqualTo(terminal.settingsBefore()).contains(" icanon");
    assertScreenLeft(terminal);
  }

  /**
   * The same, but for how many bytes a read waits for, and how long. The terminal library's reader
   * sets both whenever it reads, and nobody can end it: so they may be its own again after they
   * were given back. They mean nothing with icanon.
   */
  private static void assertLeftWhileItReads(OnTerminal terminal) throws Exception {
    assertThat(withoutRawReads(terminal.settingsAfter()))
        .isEqualTo(withoutRawReads(terminal.settingsBefore()))
        .contains(" icanon");
    assertScreenLeft(terminal);
  }

  private static String withoutRawReads(String settings) {
    return settings.replaceFirst("min = \\d+; time = \\d+;", "");
  }

  private static void assertScreenLeft(OnTerminal terminal) throws Exception {
    Screen screen = terminal.lastScreen();
    assertThat(screen.isFirst()).isTrue();
    assertThat(screen.hasCursor()).isTrue();
    assertThat(String.join("", screen.lines())).isEqualTo("the shell was here");
  }

  @Test
  @DisplayName("is renewed in place until q is typed, and leaves the terminal as it was")
  void renewed() throws Exception {
    try (OnTerminal terminal = top("")) {
      try (CommandProcess listener = host.startListener()) {
        terminal.awaitLine(ONE_CLIENT);
        terminal.awaitLine("^\\d+ +\\\\EchoPort +" + listener.pid() + " ");
        assertThat(terminal.screen().lines())
            .satisfiesOnlyOnce(line -> assertThat(line).startsWith("filterport top: "))
            .satisfiesOnlyOnce(line -> assertThat(line).startsWith("\\EchoPort "));
        assertThat(terminal.screen().isFirst()).isFalse();
        assertThat(terminal.screen().hasCursor()).isFalse();
      }
      terminal.awaitLine(NO_CLIENT);
      terminal.type("xq");
      assertThat(terminal.exitCode()).as(terminal.errors()).isEqualTo(ExitCodes.OK);
      assertLeftAsItWas(terminal);
    }
  }

  @Test
  @DisplayName("is shown on a terminal that does not know its size, as a serial line")
  void unknownSize() throws Exception {
    try (OnTerminal terminal = top("stty rows 0 cols 0")) {
      terminal.type("q");
      assertThat(terminal.exitCode()).as(terminal.errors()).isEqualTo(ExitCodes.OK);
    }
  }

  @Test
  @DisplayName("ends at Ctrl-C as at q")
  void controlC() throws Exception {
    try (OnTerminal terminal = top("")) {
      terminal.type(CONTROL_C);
      assertThat(terminal.exitCode()).as(terminal.errors()).isEqualTo(ExitCodes.OK);
      assertLeftAsItWas(terminal);
    }
  }

  @Test
  @DisplayName("ends when its terminal is gone, also if it is to ignore that")
  void hangUp() throws Exception {
    try (OnTerminal terminal = top("trap '' HUP")) {
      terminal.hangUp();
      assertThat(terminal.exitCode()).isEqualTo(ExitCodes.OK);
      assertThat(terminal.errors()).isEmpty();
    }
  }

  @Test
  @DisplayName("leaves the terminal as it was when it is told to end by a signal")
  void terminated() throws Exception {
    try (OnTerminal terminal = top("")) {
      assertThat(terminal.process().destroy()).isTrue();
      assertThat(terminal.exitCode()).isEqualTo(TERMINATED);
      assertLeftWhileItReads(terminal);
    }
  }

  @Test
  @DisplayName("leaves the terminal as it was when the host goes, and says so then")
  void hostGoes() throws Exception {
    try (OnTerminal terminal = top("")) {
      host.process().terminate().join();
      assertThat(terminal.exitCode()).isEqualTo(ExitCodes.FAILURE);
      assertThat(terminal.errors()).contains("STATUS_PORT_DISCONNECTED");
      assertLeftWhileItReads(terminal);
    }
  }
}
