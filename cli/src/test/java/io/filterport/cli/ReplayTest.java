package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.cli.Recording.Step;
import io.filterport.cli.ReplayFinding.Kind;
import io.filterport.cli.TrafficRecord.Begin;
import io.filterport.cli.TrafficRecord.Connect;
import io.filterport.cli.TrafficRecord.Exchange;
import io.filterport.filter.FilterManager;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.scanner.ScannerFilter;
import io.filterport.scanner.ScannerService;
import io.filterport.scanner.engine.PatternEngine;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.MessageService;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.nio.NioVolume;
import java.io.IOException;
import java.io.StringReader;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a replay")
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class ReplayTest {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final String EVIL = "text Evil.Script \"evil script\"\n";
  private static final Begin BEGIN =
      new Begin("\\P", "f", "1", false, 1 << 16, "box", 1, Instant.EPOCH, 1 << 16);

  @TempDir Path directory;

  /** A connected scanner; it ends with its port. */
  private static FilterPort scan(PortSpace space, String signatures) throws IOException {
    PatternEngine engine = PatternEngine.load(new StringReader(signatures), "test");
    ScannerService service = new ScannerService(engine, 2, (request, reply) -> {});
    FilterPort port = service.connect(space, ScannerFilter.PORT);
    Thread.ofPlatform().daemon().start(() -> service.serve(port));
    return port;
  }

  /** {@return what a scanner was asked about three files, one of them infected} */
  private Recording recordScanner() throws Exception {
    NioVolume volume = NioVolume.wrap(FileSystems.getDefault(), VolumeOptions.named("test"));
    List<String> lines;
    try (RecordedHost host =
            new RecordedHost(new ScannerFilter(), List.of(volume), ScannerFilter.PORT);
        RecordingClient client = host.record(ScannerFilter.PORT, RecordingLog.MOST_KEPT)) {
      FilterPort port = scan(host.space, EVIL);
      open(volume, "clean", "nothing to see here");
      open(volume, "infected", "this is an evil script");
      open(volume, "other", "nothing here, too");
      port.close();
      lines = RecordedHost.lines(client, line -> line.contains("\"disconnect\""));
    }
    Path file = directory.resolve("recording");
    return Recording.read(Files.writeString(file, String.join("\n", lines) + "\n"));
  }

  private void open(NioVolume volume, String name, String content) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    try {
      Files.newByteChannel(volume.fileSystem().getPath(file.toString())).close();
    } catch (IOException e) {
      assertThat(name).as("denied: %s", e).isEqualTo("infected");
    }
  }

  private static ReplayReport replayToScanner(Recording recording, String signatures)
      throws Exception {
    PortSpace space = PortSpace.embedded();
    try (FilterManager manager = FilterManager.in(space)) {
      ServiceReplay filter =
          ServiceReplay.start(manager, recording, UnaryOperator.identity(), LIMIT_NANOS);
      FilterPort port = scan(space, signatures);
      ReplayReport report = new ReplayPlayer(filter, ReplayPace.NONE, LIMIT_NANOS).play(recording);
      port.close();
      return report;
    }
  }

  @Test
  @DisplayName("of the scanner's traffic to the same signatures is the same")
  void sameSignatures() throws Exception {
    ReplayReport report = replayToScanner(recordScanner(), EVIL);
    assertThat(report.findings()).isEmpty();
    assertThat(report.count(Kind.SAME)).isEqualTo(3);
    assertThat(report.differs()).isFalse();
  }

  @Test
  @DisplayName("to other signatures differs, and says from which byte on")
  void otherSignatures() throws Exception {
    ReplayReport report = replayToScanner(recordScanner(), "text Other \"harmless\"\n");
    assertThat(report.count(Kind.DIFFERENT)).isEqualTo(3);
    assertThat(report.differs()).isTrue();
    assertThat(report.findings())
        .hasSize(3)
        .allSatisfy(
            finding -> assertThat((String) finding.get("what")).startsWith("answer from byte "));
  }

  // ---- recordings that are written here

  private static Kept kept(int... bytes) {
    byte[] array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    return new Kept(array.length, array);
  }

  private static Exchange send(long at, Kept message, Long content, Outcome outcome, Kept answer) {
    return new Exchange(
        true, 1, at, 0, message, 8, null, content, outcome, NtStatus.SUCCESS, answer);
  }

  private static Exchange send(long at, Kept message, Kept answer) {
    return send(at, message, null, Outcome.REPLIED, answer);
  }

  private static Recording recording(TrafficRecord... records) {
    List<Step> steps = new ArrayList<>();
    for (TrafficRecord record : records) {
      steps.add(new Step(steps.size() + 2, record));
    }
    return new Recording(BEGIN, steps, 0, 0, true);
  }

  private static List<Object> whats(ReplayReport report) {
    return report.findings().stream().map(finding -> finding.get("what")).toList();
  }

  /** Answers with the message; with one byte less where it begins with 9. */
  private static ReplayReport replayToEcho(Recording recording) throws Exception {
    PortSpace space = PortSpace.embedded();
    try (FilterManager manager = FilterManager.in(space)) {
      ServiceReplay filter =
          ServiceReplay.start(manager, recording, UnaryOperator.identity(), LIMIT_NANOS);
      try (FilterPort port = FilterPort.connect(space, "\\P");
          MessageService service = MessageService.on(port).workers(2)) {
        Thread.ofPlatform()
            .daemon()
            .start(
                () ->
                    service.serve(
                        message -> {
                          MemorySegment payload = message.payload();
                          byte first = Buffers.bytes(payload)[0];
                          message.reply(first == 9 ? payload.asSlice(1) : payload);
                        }));
        return new ReplayPlayer(filter, ReplayPace.NONE, LIMIT_NANOS).play(recording);
      }
    }
  }

  @Test
  @DisplayName("plays in the order in which messages were sent, and compares each with its own")
  void order() throws Exception {
    ReplayReport report =
        replayToEcho(
            recording(
                send(30, kept(3), kept(3)),
                send(10, kept(1), kept(1)),
                send(20, kept(2, 2), kept(2, 9)),
                send(40, kept(9, 4), kept(4, 4))));
    assertThat(report.findings())
        .containsExactly(
            Map.of(
                "line",
                4L,
                "verdict",
                "different",
                "what",
                "answer from byte 1",
                "recorded",
                "09",
                "replayed",
                "02"),
            Map.of(
                "line",
                5L,
                "verdict",
                "different",
                "what",
                "answer's length",
                "recorded",
                "2",
                "replayed",
                "1"));
    assertThat(report.count(Kind.SAME)).isEqualTo(2);
  }

  @Test
  @DisplayName("leaves out what cannot be played, and does not call it the same")
  void skipped() throws Exception {
    ReplayReport report =
        replayToEcho(
            recording(
                send(1, new Kept(2, new byte[] {1}), kept(1)),
                send(2, kept(1), 5L, Outcome.REPLIED, kept(1)),
                send(3, kept(1), null, Outcome.INTERRUPTED, Kept.NOTHING)));
    assertThat(report.count(Kind.SKIPPED)).isEqualTo(3);
    assertThat(report.played()).isZero();
    assertThat(whats(report))
        .containsExactly(
            "its payload was not recorded whole",
            "the content beside it is not recorded",
            "it came to INTERRUPTED");
  }

  @Test
  @DisplayName("to a service that answers too late, or is gone, says so")
  void lateAndMissing() throws Exception {
    Recording recording = recording(send(1, kept(1), kept(1)));
    PortSpace space = PortSpace.embedded();
    try (FilterManager manager = FilterManager.in(space)) {
      long limit = TimeUnit.MILLISECONDS.toNanos(20);
      ServiceReplay filter =
          ServiceReplay.start(manager, recording, UnaryOperator.identity(), limit);
      ReplayPlayer missing = new ReplayPlayer(filter, ReplayPace.NONE, LIMIT_NANOS);
      assertThat(whats(missing.play(recording))).containsExactly("no service is connected");
      try (FilterPort silent = FilterPort.connect(space, "\\P")) {
        assertThat(filter.connected()).isCompleted();
        ReplayPlayer late = new ReplayPlayer(filter, ReplayPace.NONE, LIMIT_NANOS);
        ReplayReport report = late.play(recording);
        assertThat(report.count(Kind.LATE)).as("%s", silent).isEqualTo(1);
        assertThat(report.differs()).isTrue();
      }
    }
  }

  @Test
  @DisplayName("answers what the service calls as it was answered then")
  void callsOfTheService() {
    Exchange call =
        new Exchange(false, 1, 1, 1, kept(1, 2), 8, null, null, null, NtStatus.SUCCESS, kept(5, 6));
    PortSpace space = PortSpace.embedded();
    try (FilterManager manager = FilterManager.in(space)) {
      ServiceReplay ignored =
          ServiceReplay.start(manager, recording(call), UnaryOperator.identity(), LIMIT_NANOS);
      try (FilterPort port = FilterPort.connect(space, "\\P")) {
        MemorySegment room = Buffers.allocate(8);
        assertThat(port.send(Buffers.of((byte) 1, (byte) 2), room)).isEqualTo(2);
        assertThat(Buffers.bytes(room)).startsWith(5, 6);
        assertThatThrownBy(() -> port.send(Buffers.of((byte) 3), room))
            .hasMessageContaining("STATUS_INVALID_PARAMETER");
      }
    }
  }

  // ---- to a filter

  private Recording recordCalls() throws Exception {
    TapFilter filter = new TapFilter(bytes -> new byte[] {7, bytes[0]});
    try (RecordedHost host = new RecordedHost(filter, List.of(), TapFilter.PORT);
        RecordingClient client = host.record(TapFilter.PORT, RecordingLog.MOST_KEPT)) {
      ConnectOptions refused = ConnectOptions.withContext(Buffers.of((byte) 1));
      assertThatThrownBy(() -> FilterPort.connect(host.space, TapFilter.PORT, refused))
          .hasMessageContaining("PRIVILEGE_NOT_HELD");
      try (FilterPort port = FilterPort.connect(host.space, TapFilter.PORT)) {
        int one = port.send(Buffers.of((byte) 1), Buffers.allocate(8));
        int two = port.send(Buffers.of((byte) 2), Buffers.allocate(8));
        assertThat(one + two).isEqualTo(4);
        assertThatThrownBy(() -> port.send(Buffers.of((byte) 3), Buffers.allocate(1)))
            .hasMessageContaining("BUFFER_TOO_SMALL");
      }
      List<String> lines = RecordedHost.lines(client, line -> line.contains("\"disconnect\""));
      Path file = directory.resolve("recording");
      return Recording.read(Files.writeString(file, String.join("\n", lines) + "\n"));
    }
  }

  private static ReplayReport replayToFilter(Recording recording, TapFilter filter)
      throws Exception {
    try (RecordedHost host = new RecordedHost(filter, List.of());
        FilterReplay clients = new FilterReplay(host.space, TapFilter.PORT)) {
      return new ReplayPlayer(clients, new ReplayPace(1000), LIMIT_NANOS).play(recording);
    }
  }

  @Test
  @DisplayName("to the same filter is the same: connects, refusals, answers and failures")
  void sameFilter() throws Exception {
    ReplayReport report =
        replayToFilter(recordCalls(), new TapFilter(bytes -> new byte[] {7, bytes[0]}));
    assertThat(report.findings()).isEmpty();
    assertThat(report.count(Kind.SAME)).isEqualTo(5);
  }

  @Test
  @DisplayName("to a filter that answers otherwise differs in just that")
  void otherFilter() throws Exception {
    ReplayReport report =
        replayToFilter(
            recordCalls(),
            new TapFilter(bytes -> bytes[0] == 2 ? new byte[0] : new byte[] {7, bytes[0]}));
    assertThat(whats(report)).containsExactly("status");
    assertThat(report.count(Kind.SAME)).isEqualTo(4);
  }

  @Test
  @DisplayName("of calls to a filter that does not answer ends, and they are late")
  void silentFilter() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    TapFilter silent =
        new TapFilter(
            bytes -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return bytes;
            });
    Exchange call =
        new Exchange(false, 1, 1, 1, kept(1), 8, null, null, null, NtStatus.SUCCESS, kept(1));
    Connect connect = new Connect(1, 0, 1, 0, false, NtStatus.SUCCESS, Kept.NOTHING);
    try (RecordedHost host = new RecordedHost(silent, List.of());
        FilterReplay clients = new FilterReplay(host.space, TapFilter.PORT)) {
      ReplayReport report =
          new ReplayPlayer(clients, ReplayPace.NONE, 1).play(recording(connect, call));
      assertThat(whats(report)).containsExactly("no answer in time");
      assertThat(report.count(Kind.LATE)).isEqualTo(1);
      end.countDown();
    }
  }
}
