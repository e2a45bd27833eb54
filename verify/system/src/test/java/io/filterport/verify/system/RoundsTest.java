package io.filterport.verify.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.PortSpace;
import io.filterport.linux.Identity;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {
  private static final int ROUNDS = 1_000;
  private static final int IDLE_CLIENTS = 50;
  private static final int SWITCHES_PER_SECOND = 5;

  /** Threads of callbacks end when they have been idle for a while, and wake for it. */
  private static final int WINDOWS = 5;

  /* the JVM's own threads that wake now and then */
  private static final String WITHOUT_A_COMPILER = "-Xint";
  private static final String DIAGNOSTIC = "-XX:+UnlockDiagnosticVMOptions";
  private static final String WITHOUT_DEFLATION = "-XX:AsyncDeflationInterval=0";

  @TempDir Path directory;
  private Child host;
  private PortSpace space;

  private void start(String... options) {
    Path socket = directory.resolve("manager.sock");
    space = PortSpace.at(socket);
    host = Child.start(List.of(options), HostProgram.class, socket, Identity.effectiveUid());
    assertThat(host.hear()).isEqualTo("listening");
  }

  @AfterEach
  void end() {
    host.close();
  }

  @Test
  @DisplayName("INV-09: a thousand connections, used in all ways, leave nothing on either side")
  void rounds() {
    start();
    Resources.whenDone(() -> round(0));
    Resources before = Resources.now();
    String hostBefore = settledHost();
    for (int i = 0; i < ROUNDS; i++) {
      round(i);
    }
    before.awaitAgain();
    Wait.until(
        "the host holds what it held: " + hostBefore,
        () -> host.ask(HostProgram.RESOURCES).equals(hostBefore));
  }

  private String settledHost() {
    Wait.until(
        "the host has no connection", () -> host.ask(HostProgram.RESOURCES).contains("mappings=0"));
    return host.ask(HostProgram.RESOURCES);
  }

  /** Closed unused, after a call, with a get under way, or with a thread made for a future. */
  private void round(int number) {
    MemorySegment buffer = Buffers.allocate(64);
    try (FilterPort port = FilterPort.connect(space, HostProgram.PORT)) {
      if (number % 4 == 1) {
        assertThat(port.send(Buffers.utf8("hello"), buffer)).isEqualTo(5);
      } else if (number % 4 >= 2) {
        Overlapped overlapped = Overlapped.create();
        port.getMessage(buffer, overlapped);
        if (number % 4 == 3) {
          assertThat(overlapped.toFuture()).isNotDone();
        }
      }
    }
  }

  @Test
  @DisplayName("INV-07: fifty connected clients that do nothing cost the host no processor")
  void idle() {
    start(WITHOUT_A_COMPILER, DIAGNOSTIC, WITHOUT_DEFLATION);
    MemorySegment buffer = Buffers.allocate(64);
    List<FilterPort> clients = new ArrayList<>();
    for (int i = 0; i < IDLE_CLIENTS; i++) {
      FilterPort client = FilterPort.connect(space, HostProgram.PORT);
      assertThat(client.send(Buffers.utf8("hello"), buffer)).isEqualTo(5);
      clients.add(client);
    }
    long most = (long) SWITCHES_PER_SECOND * HostProgram.IDLE_SECONDS;
    long switches = Long.MAX_VALUE;
    for (int i = 0; i < WINDOWS && switches > most; i++) {
      switches = Long.parseLong(host.ask(HostProgram.SWITCHES));
      System.out.println("50 idle clients: " + switches + " context switches of the host in 3 s");
    }
    clients.forEach(FilterPort::close);
    assertThat(switches).isLessThanOrEqualTo(most);
  }
}
