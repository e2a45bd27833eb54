package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.scanner.ScannerFilter;
import io.filterport.service.FilterPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("exempt from a host's volumes")
class ExemptingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TEXT = "text";

  @Test
  @DisplayName("BUF-11: is the process of a connected service, while it is connected, and no other")
  void connectedService() throws Throwable {
    GuardedStage.run(ExemptingTest::play);
  }

  private static void play(DemoStage stage) throws Exception {
    try (stage) {
      Path file = Files.writeString(stage.guarded().resolve("file"), TEXT);
      CommandProcess host = host(stage);
      try (Reader service = new Reader(stage.controlSocket(), file);
          Reader other = new Reader(stage.controlSocket(), file)) {
        host.awaitErr("listening on");
        read(service, other);
      } finally {
        host.terminate().join();
        host.close();
      }
    }
  }

  private static void read(Reader service, Reader other) throws Exception {
    assertThat(service.ask("read")).isEqualTo(Reader.DENIED);
    assertThat(service.ask("connect " + ScannerFilter.PORT)).isEqualTo("done");
    assertThat(service.ask("read")).isEqualTo(TEXT);
    assertThat(other.ask("read")).isEqualTo(Reader.DENIED);
    assertThat(service.ask("close")).isEqualTo("done");
    Eventually.holds("denied again", PATIENCE, () -> service.ask("read").equals(Reader.DENIED));
  }

  @Test
  @DisplayName("is no client of another port: it is asked about like everybody else")
  void clientOfAnotherPort() throws Throwable {
    GuardedStage.run(
        stage -> {
          Path file = Files.writeString(stage.guarded().resolve("file"), TEXT);
          CommandProcess host = host(stage);
          try (Reader client = new Reader(stage.controlSocket(), file)) {
            host.awaitErr("listening on");
            for (String port : List.of("\\EchoPort", InspectionFilter.PORT)) {
              assertThat(client.ask("connect " + port)).isEqualTo("done");
              assertThat(client.ask("read")).as(port).isEqualTo(Reader.DENIED);
              assertThat(client.ask("close")).isEqualTo("done");
            }
            assertThat(client.ask("connect " + ScannerFilter.PORT)).isEqualTo("done");
            assertThat(client.ask("read")).isEqualTo(TEXT);
          } finally {
            host.terminate().join();
            host.close();
          }
        });
  }

  /** It denies what nobody answers, and ends after a while by itself. */
  private static CommandProcess host(DemoStage stage) throws Exception {
    ProcessBuilder host =
        SelfProcess.of(
            "host",
            "--filter=scanner",
            "--filter=echo",
            "--volume=" + stage.guarded(),
            "--timeout=300",
            "--socket=" + stage.controlSocket());
    host.command().addAll(0, List.of("timeout", "50"));
    return CommandProcess.start(host);
  }

  @Test
  @DisplayName("is the host itself anyway: a client in the same JVM changes nothing")
  void embedded() {
    PortSpace space = PortSpace.embedded();
    try (FilterManager manager = FilterManager.in(space)) {
      manager
          .register(FilterRegistration.named("test"))
          .createCommunicationPort(
              PortAttributes.named("\\Port"),
              PortCallbacks.of(
                  request -> {
                    Exempting.of(List.of(), request.process()).close();
                    return NtStatus.SUCCESS;
                  },
                  cookie -> {}),
              1);
      FilterPort.connect(space, "\\Port").close();
    }
  }
}
