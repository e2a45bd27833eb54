package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a flight recording of a host, made and shown as the documentation says")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HostFlightRecordingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path JFR = Path.of(System.getProperty("java.home"), "bin", "jfr");

  @TempDir private Path directory;

  private String socket() {
    return directory.resolve("manager.sock").toString();
  }

  private Path recording() {
    return directory.resolve("host.jfr");
  }

  private ProcessBuilder host() {
    ProcessBuilder host =
        SelfProcess.of("host", "--filter", "echo", "--max-connections", "1", "--socket", socket());
    host.environment().put("JAVA_TOOL_OPTIONS", "-XX:StartFlightRecording:filename=" + recording());
    return host;
  }

  @Test
  @DisplayName("tells of a client's connect, of another one's refusal, of its death and its end")
  void aClientsLife() throws Exception {
    assumeTrue(Files.isExecutable(JFR), JFR + " is not there");
    long client;
    try (CommandProcess host = CommandProcess.start(host())) {
      host.awaitErr("listening on " + socket());
      try (CommandProcess listener =
          CommandProcess.start("listen", "\\EchoPort", "--socket", socket())) {
        client = listener.pid();
        awaitMetric("filterport_seats_used");
        CommandLineRun second =
            CommandProcess.run("send", "\\EchoPort", "--text", "x", "--socket", socket());
        assertThat(second.exitCode()).isEqualTo(ExitCodes.FAILURE);
        listener.kill();
      }
      awaitMetric("filterport_disconnects_total{cause=client_died, ");
      assertThat(host.terminate().await().exitCode()).isEqualTo(143);
    }
    List<String> events = printed();
    String id = value(only(events, "Connect", client), "connection");
    assertThat(only(events, "ClientDeath", client))
        .contains("port = \"\\EchoPort\"", "connection = " + id, "unanswered = 0");
    assertThat(only(events, "Disconnect", client))
        .contains("cause = \"client_died\"", "connection = " + id);
    assertThat(events)
        .filteredOn(event -> event.startsWith("io.filterport.Refuse "))
        .singleElement()
        .asString()
        .contains("reason = \"no_seat\"", "connection = 0")
        .doesNotContain("clientPid = " + client);
  }

  /** Waits until the echo port has one of it. */
  private void awaitMetric(String name) throws Exception {
    String series = name + (name.contains("{") ? "" : "{") + "filter=echo, port=\\\\EchoPort}";
    Eventually.holds(
        series,
        PATIENCE,
        () ->
            Exposition.parse(CommandLineRun.of("metrics", "--socket", socket()).out()).value(series)
                == 1);
  }

  private List<String> printed() throws Exception {
    ProcessBuilder jfr =
        new ProcessBuilder(
            JFR.toString(), "print", "--categories", "Filterport", recording().toString());
    CommandLineRun run = CommandProcess.run(jfr);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return Arrays.asList(run.out().split("\n\n", -1));
  }

  private static String only(List<String> events, String name, long client) {
    List<String> found =
        events.stream()
            .filter(event -> event.startsWith("io.filterport." + name + " "))
            .filter(event -> event.contains("clientPid = " + client + "\n"))
            .toList();
    assertThat(found).as("%s of %d in %s", name, client, events).hasSize(1);
    return found.getFirst();
  }

  private static String value(String event, String field) {
    return event
        .lines()
        .filter(line -> line.strip().startsWith(field + " = "))
        .map(line -> line.replaceAll("^.* = ", ""))
        .findFirst()
        .orElseThrow();
  }
}
