package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.engine.events.ClientDeathEvent;
import io.filterport.engine.events.ConnectEvent;
import io.filterport.engine.events.DisconnectEvent;
import io.filterport.engine.events.RefuseEvent;
import io.filterport.engine.events.SlowMessageEvent;
import io.filterport.engine.events.TimeoutEvent;
import io.filterport.filter.SendResult;
import io.filterport.service.FilterPort;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a flight recording")
class FlightEventsTest {
  private static final List<String> EVENTS =
      List.of("Connect", "Refuse", "Disconnect", "ClientDeath", "Timeout");

  private static final List<Class<? extends Event>> EVENT_CLASSES =
      List.of(
          ConnectEvent.class,
          RefuseEvent.class,
          DisconnectEvent.class,
          ClientDeathEvent.class,
          TimeoutEvent.class,
          SlowMessageEvent.class);

  private final World world = new World();
  private final Recording recording = new Recording();

  @TempDir private Path directory;

  @BeforeEach
  void start() {
    EVENTS.forEach(event -> recording.enable("io.filterport." + event));
    recording.enable("io.filterport.SlowMessage").withThreshold(Duration.ZERO);
    recording.start();
    world.createPort(World.NAME, 1);
  }

  @AfterEach
  void close() {
    world.close();
    recording.close();
  }

  private List<RecordedEvent> recorded(String event) throws IOException {
    Path file = Files.createTempFile(directory, "filterport", ".jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(each -> each.getEventType().getName().equals("io.filterport." + event))
        .toList();
  }

  private RecordedEvent only(String event) throws IOException {
    List<RecordedEvent> events = recorded(event);
    assertThat(events).hasSize(1);
    RecordedEvent found = events.getFirst();
    assertThat(found.getString("port")).isEqualTo(World.NAME);
    assertThat(found.getLong("clientPid")).isEqualTo(ProcessHandle.current().pid());
    return found;
  }

  private long id() {
    return world.manager.activity().getFirst().connections().getFirst().id();
  }

  @Test
  @DisplayName("tells of a connect and of its end")
  void connection() throws IOException {
    Link link = world.link();
    long id = id();
    RecordedEvent connect = only("Connect");
    assertThat(connect.getLong("connection")).isEqualTo(id);
    assertThat(connect.getDuration()).isPositive();
    assertThat(recorded("Disconnect")).isEmpty();
    link.port().close();
    RecordedEvent end = only("Disconnect");
    assertThat(end.getLong("connection")).isEqualTo(id);
    assertThat(end.getString("cause")).isEqualTo("client_closed");
    assertThat(end.getDuration()).isPositive();
    assertThat(recorded("ClientDeath")).isEmpty();
  }

  @Test
  @DisplayName("tells why a client was refused")
  void refusal() throws IOException {
    world.onConnect = request -> NtStatus.ACCESS_DENIED;
    assertThat(Failures.status(() -> FilterPort.connect(world.space, World.NAME)))
        .isEqualTo(NtStatus.ACCESS_DENIED);
    RecordedEvent refusal = only("Refuse");
    assertThat(refusal.getString("reason")).isEqualTo("filter");
    assertThat(refusal.getString("status")).contains("STATUS_ACCESS_DENIED");
    assertThat(refusal.getLong("connection")).isZero();
    assertThat(recorded("Connect")).isEmpty();
  }

  @Test
  @DisplayName("tells of a timeout, and whether anybody had the message")
  void timeouts() throws IOException {
    Link link = world.link();
    assertThat(link.tell("12345", Link.SOON).isTimeout()).isTrue();
    RecordedEvent early = only("Timeout");
    assertThat(early.getBoolean("delivered")).isFalse();
    assertThat(early.getLong("bytes")).isEqualTo(5);
    assertThat(early.getLong("connection")).isEqualTo(id());
    link.get();
    assertThat(link.client().send(Buffers.utf8("q"), Buffers.allocate(8), Link.SOON).isTimeout())
        .isTrue();
    assertThat(recorded("Timeout"))
        .extracting(event -> event.getBoolean("delivered"))
        .containsExactlyInAnyOrder(false, true);
  }

  @Test
  @DisplayName("tells of messages over the threshold, in both directions")
  void slow() throws IOException {
    Link link = world.link();
    Link.Get get = link.get();
    Background<SendResult> asking = link.asking("question", Buffers.allocate(8), Link.LONG);
    get.reply("answer");
    asking.result();
    RecordedEvent sent = only("SlowMessage");
    assertThat(sent.getString("direction")).isEqualTo("to_service");
    assertThat(sent.getString("outcome")).isEqualTo("replied");
    assertThat(sent.getLong("bytes")).isEqualTo(8);
    assertThat(sent.getDuration()).isPositive();
    world.onMessage = (cookie, call) -> NtStatus.ACCESS_DENIED;
    assertThat(Failures.status(() -> link.port().send(Buffers.utf8("call"), MemorySegment.NULL)))
        .isEqualTo(NtStatus.ACCESS_DENIED);
    RecordedEvent called =
        recorded("SlowMessage").stream()
            .filter(event -> !event.getString("direction").equals("to_service"))
            .findFirst()
            .orElseThrow();
    assertThat(called.getString("direction")).isEqualTo("to_filter");
    assertThat(called.getString("outcome")).isEqualTo(NtStatus.ACCESS_DENIED.toString());
    assertThat(called.getLong("bytes")).isEqualTo(4);
    assertThat(called.getLong("connection")).isEqualTo(id());
  }

  @Test
  @DisplayName("has a message that took longer than the threshold, if that is not zero")
  void aThresholdThatIsNotZero() throws Exception {
    recording.enable("io.filterport.SlowMessage").withThreshold(Duration.ofNanos(100));
    Link link = world.link();
    Background<SendResult> asking = link.asking("question", Buffers.allocate(8), Link.LONG);
    link.get().reply("answer");
    asking.result();
    assertThat(only("SlowMessage").getString("outcome")).isEqualTo("replied");
  }

  @Test
  @DisplayName("has each event unless told otherwise, without stack traces; slow is 20 ms")
  void defaults() {
    Map<Class<? extends Event>, Map<String, String>> defaults =
        EVENT_CLASSES.stream().collect(Collectors.toMap(each -> each, FlightEventsTest::settings));
    assertThat(defaults.values())
        .allSatisfy(
            settings ->
                assertThat(settings)
                    .containsEntry("enabled", "true")
                    .doesNotContainEntry("stackTrace", "true"));
    assertThat(defaults.get(SlowMessageEvent.class)).containsEntry("threshold", "20 ms");
  }

  private static Map<String, String> settings(Class<? extends Event> event) {
    return EventType.getEventType(event).getSettingDescriptors().stream()
        .collect(Collectors.toMap(SettingDescriptor::getName, SettingDescriptor::getDefaultValue));
  }

  @Test
  @DisplayName("has nothing of messages below the threshold")
  void fast() throws IOException {
    recording.enable("io.filterport.SlowMessage").withThreshold(Duration.ofHours(1));
    Link link = world.link();
    link.port().send(Buffers.utf8("call"), MemorySegment.NULL);
    assertThat(recorded("SlowMessage")).isEmpty();
  }
}
