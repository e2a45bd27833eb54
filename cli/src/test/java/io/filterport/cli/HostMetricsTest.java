package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("filterport metrics")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HostMetricsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ECHO = "filter=echo, port=\\\\EchoPort}";

  private static Exposition metrics(RunningHost host) {
    CommandLineRun run = CommandLineRun.of("metrics", "--socket", host.socket.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    return Exposition.parse(run.out());
  }

  private static double disconnects(RunningHost host, String cause) {
    return metrics(host).value("filterport_disconnects_total{cause=" + cause + ", " + ECHO);
  }

  @Test
  @DisplayName("counts what clients of a running host do, and how they end")
  void counts() throws Exception {
    String messages =
        "filterport_messages_total{direction=to_filter, filter=echo, outcome=answered,"
            + " port=\\\\EchoPort}";
    try (RunningHost host = new RunningHost("--max-connections", "1")) {
      assertThat(metrics(host).value(messages)).isZero();
      for (String text : List.of("one", "two")) {
        assertThat(host.run("send", "\\EchoPort", "--text", text).exitCode()).isZero();
      }
      Eventually.holds("two closes", PATIENCE, () -> disconnects(host, "client_closed") == 2);
      assertThat(metrics(host).value(messages)).isEqualTo(2);
      try (CommandProcess listener = host.startListener()) {
        assertThat(metrics(host).value("filterport_seats_used{" + ECHO)).isEqualTo(1);
        assertThat(host.run("send", "\\EchoPort", "--text", "no seat").exitCode()).isNotZero();
        listener.kill();
      }
      Eventually.holds("a death", PATIENCE, () -> disconnects(host, "client_died") == 1);
      Exposition after = metrics(host);
      assertThat(after.value("filterport_connections_accepted_total{" + ECHO)).isEqualTo(3);
      assertThat(
              after.value(
                  "filterport_connections_refused_total{" + ECHO.replace("}", ", reason=no_seat}")))
          .isEqualTo(1);
      assertThat(disconnects(host, "client_closed")).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("shows losses of each filter that records and of each port that may be recorded")
  void losses() throws Exception {
    try (RunningHost host = new RunningHost("--filter", "spy", "--recordable", "\\EchoPort")) {
      Exposition metrics = metrics(host);
      for (String reason : List.of("no_room", "failed")) {
        String lost = "filterport_losses_total{kind=%s, reason=" + reason + ", source=%s}";
        assertThat(metrics.value(lost.formatted("filter", "spy"))).isZero();
        assertThat(metrics.value(lost.formatted("recording", "\\\\EchoPort"))).isZero();
      }
    }
  }

  @Test
  @DisplayName("without a host prints nothing, exit code 3")
  void noHost(@TempDir Path directory) {
    CommandLineRun run =
        CommandLineRun.of("metrics", "--socket", directory.resolve("manager.sock").toString());
    assertThat(run.exitCode()).isEqualTo(ExitCodes.NO_MANAGER);
    assertThat(run.out()).isEmpty();
  }

  @Test
  @DisplayName("counts the operations on a volume that the kernel's events tell of")
  void volume() throws Throwable {
    GuardedStage.run(HostMetricsTest::volume);
  }

  private static void volume(DemoStage stage) throws Exception {
    Path file = DemoFiles.write(stage.guarded()).clean();
    String socket = stage.controlSocket().toString();
    try (CommandProcess host =
        CommandProcess.start(
            "host", "--filter=scanner", "--volume=" + stage.guarded(), "--socket=" + socket)) {
      host.awaitErr("listening on");
      try (CommandProcess cat = CommandProcess.start(Cat.command(file))) {
        assertThat(cat.await().exitCode()).as("nobody scans, so it is denied").isEqualTo(1);
      }
      Exposition metrics =
          Exposition.parse(CommandProcess.run("metrics", "--socket", socket).out());
      String volume = "volume=" + stage.guarded() + "}";
      assertThat(metrics.value("filterport_volume_asked_total{" + volume)).isEqualTo(1);
      assertThat(metrics.value("filterport_volume_events_total{event=answered, " + volume))
          .isPositive();
      host.terminate().await();
    }
    assertThat(Files.exists(file)).isTrue();
  }
}
