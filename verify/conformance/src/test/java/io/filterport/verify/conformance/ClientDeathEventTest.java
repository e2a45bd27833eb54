package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.agent.AgentProcess;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a flight recording of a manager whose client is killed")
@InWorld(WorldKind.PROCESSES)
class ClientDeathEventTest {
  private static final String DEATH = "io.filterport.ClientDeath";
  private static final String END = "io.filterport.Disconnect";

  private final AgentProcess client = AgentProcess.start();
  private final World world = new World(client);
  private final Recording recording = new Recording();

  @TempDir private Path directory;

  @BeforeEach
  void start() {
    recording.enable(DEATH);
    recording.enable(END);
    recording.start();
    world.createPort(World.NAME, 2);
  }

  @AfterEach
  void close() {
    world.close();
    client.close();
    recording.close();
  }

  private List<RecordedEvent> recorded(String event) {
    try {
      Path file = Files.createTempFile(directory, "filterport", ".jfr");
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(each -> each.getEventType().getName().equals(event))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long id() {
    return world.manager.activity().getFirst().connections().getFirst().id();
  }

  @Test
  @DisplayName("tells whose connection it was, who waited for an answer, and that it ended so")
  void killed() {
    Link link = world.link();
    long id = id();
    world.atService(
        link.port(),
        port -> {
          port.getMessage(Buffers.allocate(64), Overlapped.create());
          return 0;
        });
    Background<SendResult> delivered =
        link.asking("x", Buffers.allocate(4), Timeout.infinite()).untilBlocked();
    Background<SendResult> waiting = link.telling("x", Timeout.infinite()).untilBlocked();
    client.kill();
    assertThat(List.of(delivered.result().outcome(), waiting.result().outcome()))
        .containsOnly(Outcome.DISCONNECTED);
    Waits.until(() -> !recorded(END).isEmpty());
    RecordedEvent death = only(DEATH, id);
    assertThat(death.getInt("unanswered")).isEqualTo(2);
    RecordedEvent end = only(END, id);
    assertThat(end.getString("cause")).isEqualTo("client_died");
    assertThat(end.getStartTime()).isAfterOrEqualTo(death.getStartTime());
  }

  @Test
  @DisplayName("has no death of a client that lives on and closes its port")
  void closed() {
    Link link = world.link();
    long id = id();
    link.hangUp();
    Waits.until(() -> !recorded(END).isEmpty());
    assertThat(only(END, id).getString("cause")).isEqualTo("client_closed");
    assertThat(recorded(DEATH)).isEmpty();
  }

  private RecordedEvent only(String event, long connection) {
    List<RecordedEvent> events = recorded(event);
    assertThat(events).hasSize(1);
    RecordedEvent found = events.getFirst();
    assertThat(found.getString("port")).isEqualTo(World.NAME);
    assertThat(found.getLong("clientPid")).isEqualTo(client.pid());
    assertThat(found.getLong("connection")).isEqualTo(connection);
    return found;
  }
}
