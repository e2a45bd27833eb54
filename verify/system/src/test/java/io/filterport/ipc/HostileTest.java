package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.system.BystanderProgram;
import io.filterport.verify.system.Child;
import io.filterport.verify.system.LogWatch;
import io.filterport.verify.system.Resources;
import io.filterport.verify.system.TestHost;
import io.filterport.verify.system.Wait;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One client writes anything, while another on the same port goes on as if nothing was. */
class HostileTest {
  private static final String PORT = "\\Shared";

  @TempDir static Path directory;
  private static LogWatch log;
  private static TestHost host;
  private static Child bystander;
  private static ClientPort honest;
  private static Child hostile;
  private static Resources before;

  @BeforeAll
  static void start() {
    log = new LogWatch();
    host = new TestHost(directory.resolve("manager.sock")).port(PORT, 100);
    bystander = Child.start(BystanderProgram.class, host.socket(), PORT);
    hostile = Child.start(HostileProgram.class, host.socket(), PORT);
    assertThat(bystander.hear()).isEqualTo("connected");
    assertThat(hostile.hear()).isEqualTo("ready");
    honest = host.client(PORT);
    host.onConnect((port, client) -> Thread.ofVirtual().start(() -> sendForEver(client)));
    Resources.whenDone(() -> host.visit(PORT));
    host.awaitOpen(PORT, 1);
    before = Resources.now();
  }

  /** Whatever the client does, some sender waits for it. */
  private static void sendForEver(ClientPort client) {
    MemorySegment reply = Buffers.allocate(16);
    Outcome outcome = Outcome.REPLIED;
    while (outcome != Outcome.DISCONNECTED) {
      outcome = client.send(Buffers.utf8("question"), reply, Timeout.ofMillis(50)).outcome();
    }
  }

  @AfterAll
  static void end() {
    bystander.close();
    hostile.close();
    host.close();
    log.close();
  }

  private static int roundTrips() {
    return Integer.parseInt(bystander.ask("how many?"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "words of an offered slot",
        "words of a message being answered",
        "words of an answered slot",
        "words of a slot never offered",
        "words of a sender that waits",
        "bells, flags and sets",
        "tickets and headers",
        "wakes for nothing",
        "anything anywhere"
      })
  @DisplayName("INV-09, MAP-06: a client that writes what no client writes hurts itself only")
  void hostileWrites(String what) {
    int callsBefore = roundTrips();
    hostile.say(what);
    String told = hostile.hear();
    System.out.println(what + ": " + told);
    assertThat(told).endsWith("kept [], lost for nothing []");
    host.awaitOpen(PORT, 1);
    long lost = Long.parseLong(told.replaceFirst(".*cases, (\\d+) lost.*", "$1"));
    assertThat(lost == 0 || log.count(" ends: ") > 0).as("a loss is told").isTrue();
    assertThat(log.thrown()).isEmpty();
    Wait.until("the bystander's calls go on", () -> roundTrips() > callsBefore);
    assertThat(honest.send(Buffers.utf8("hello"), Buffers.allocate(16), Timeout.ofMillis(20_000)))
        .returns(Outcome.REPLIED, result -> result.outcome());
    before.awaitAgain(1);
  }
}
