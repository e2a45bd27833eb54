package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("spy, in a process of its own")
class SpyCommandTest {
  private static final int MORE_THAN_FIT = 20_000;

  @TempDir Path directory;
  private SpiedHost host;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    host = new SpiedHost(directory);
    file = host.make("file");
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  @DisplayName("writes an object for each operation, and ends after --count of them")
  void objects() throws Exception {
    try (CommandProcess spy = host.spy("-o", "jsonl", "--count", "2")) {
      for (int i = 0; i < 3; i++) {
        host.open(file);
      }
      CommandLineRun run = spy.await();
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
      String told =
          "\\{\"type\":\"operation\",\"sequence\":%d,\"time\":\"[^\"]+Z\",\"kind\":\"OPEN\",\"path\":\""
              + file
              + "\",\"targetPath\":null,\"pathCut\":false,\"size\":3,\"pid\":"
              + ProcessHandle.current().pid()
              + ",\"uid\":null,\"status\":\"0x00000000\",\"statusName\":\"STATUS_SUCCESS\"\\}";
      assertThat(run.out().lines())
          .satisfiesExactly(
              first -> assertThat(first).matches(told.formatted(1)),
              second -> assertThat(second).matches(told.formatted(2)));
    }
  }

  @Test
  @DisplayName("shows a table to people")
  void table() throws Exception {
    try (CommandProcess spy = host.spy("--count", "1")) {
      host.open(file);
      assertThat(spy.await().out().lines())
          .satisfiesExactly(
              heading -> assertThat(heading).startsWith("TIME "),
              line ->
                  assertThat(line)
                      .contains("  OPEN ")
                      .endsWith("3  SUCCESS                " + file));
    }
  }

  @Test
  @DisplayName("shows nothing but what was asked for")
  void selected() throws Exception {
    Path other = host.make("other.doc");
    String self = Long.toString(ProcessHandle.current().pid());
    try (CommandProcess spy =
        host.spy("--kind=exec,open", "--path=**.doc", "--pid", self, "--count=1", "-o", "jsonl")) {
      host.open(file);
      host.open(other);
      assertThat(spy.await().out().lines())
          .singleElement()
          .asString()
          .contains("\"sequence\":2,", "\"path\":\"" + other + "\"");
    }
  }

  @Test
  @DisplayName("says in its place how many operations were lost: none goes missing")
  void lost() throws Exception {
    Path last = host.make("last");
    try (CommandProcess spy = host.spy("-o", "jsonl")) {
      spy.signal("STOP");
      for (int i = 0; i < MORE_THAN_FIT; i++) {
        host.open(file);
      }
      spy.signal("CONT");
      spy.awaitOut("{\"type\":\"lost\"");
      host.open(last);
      spy.awaitOut("\"path\":\"" + last + "\"");
      String out = spy.terminate().await().out();
      long told = out.lines().filter(line -> line.contains("\"path\":\"" + file)).count();
      assertThat(told).isPositive();
      assertThat(told + sumOfLost(out)).isEqualTo(MORE_THAN_FIT);
    }
  }

  private static long sumOfLost(String out) {
    Matcher lost = Pattern.compile("\"type\":\"lost\",\"operations\":(\\d+)").matcher(out);
    return lost.results().mapToLong(result -> Long.parseLong(result.group(1))).sum();
  }

  @Test
  @DisplayName("ends at a signal with whole lines and without complaint")
  void signal() throws Exception {
    try (CommandProcess spy = host.spy("-o", "jsonl")) {
      host.open(file);
      spy.awaitOut("\"sequence\":1,");
      CommandLineRun run = spy.terminate().await();
      assertThat(run.exitCode()).isEqualTo(128 + 15);
      assertThat(run.out()).endsWith("}\n");
      assertThat(run.err()).isEqualTo("filterport: recording at \\SpyPort\n");
    }
  }

  @Test
  @DisplayName("ends with 0x80070006, exit code 1, when its host goes away")
  void hostGone() throws Exception {
    try (CommandProcess spy = host.spy("-o", "jsonl")) {
      host.open(file);
      spy.awaitOut("\"sequence\":1,");
      host.close();
      CommandLineRun run = spy.await();
      assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
      assertThat(run.err()).contains("0x80070006").doesNotContain("unexpected");
      assertThat(run.out().lines()).hasSize(1);
    }
  }

  @Test
  @DisplayName("ends when nobody reads what it writes")
  void nobodyReads() throws Exception {
    ProcessBuilder command = SelfProcess.of("spy", "-o", "jsonl", "--socket", host.socket());
    Process spy = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      spy.getInputStream().close();
      host.awaitSpies(1);
      host.open(file);
      assertThat(spy.onExit().get().exitValue()).isEqualTo(ExitCodes.OK);
    } finally {
      spy.destroyForcibly();
    }
  }
}
