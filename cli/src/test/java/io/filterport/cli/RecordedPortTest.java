package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.cli.Observation.RecordLosses;
import io.filterport.cli.TrafficRecord.Begin;
import io.filterport.cli.TrafficRecord.Connect;
import io.filterport.cli.TrafficRecord.Disconnect;
import io.filterport.cli.TrafficRecord.Exchange;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

@DisplayName("a port that may be recorded")
@org.junit.jupiter.api.Timeout(
    value = 2,
    unit = TimeUnit.MINUTES,
    threadMode = ThreadMode.SEPARATE_THREAD)
class RecordedPortTest {
  private static final byte[] TOO_SMALL = {4};
  private static final byte[] THROWS = {5};

  private final TapFilter filter = new TapFilter(RecordedPortTest::answer);
  private final RecordedHost host = new RecordedHost(filter, List.of(), TapFilter.PORT);

  private static byte[] answer(byte[] message) {
    return switch (message[0]) {
      case 4 -> new byte[40];
      case 5 -> new byte[0];
      default -> new byte[] {7, message[0]};
    };
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private FilterPort connect(byte... context) {
    ConnectOptions options =
        context.length == 0
            ? ConnectOptions.none()
            : ConnectOptions.withContext(Buffers.of(context));
    return FilterPort.connect(host.space, TapFilter.PORT, options);
  }

  private static List<TrafficRecord> until(RecordingClient client, String type) throws Exception {
    String begin = "{\"type\":\"" + type + "\"";
    return RecordedHost.lines(client, line -> line.startsWith(begin)).stream()
        .map(line -> TrafficParser.read(line).orElseThrow())
        .toList();
  }

  private static void assertKept(Kept kept, int length, byte... bytes) {
    assertThat(kept.length()).isEqualTo(length);
    assertThat(kept.kept()).isEqualTo(bytes);
  }

  @Test
  @DisplayName("tells who is there, who comes, who is refused and who goes, with their contexts")
  void connections() throws Exception {
    FilterPort early = connect((byte) 1, (byte) 2);
    try (RecordingClient client = host.record(TapFilter.PORT, 16)) {
      FilterPort late = connect();
      assertThatThrownBy(() -> connect((byte) 9)).hasMessageContaining("PRIVILEGE_NOT_HELD");
      late.close();
      early.close();
      List<TrafficRecord> records =
          RecordedHost.lines(
                  client, line -> line.startsWith("{\"type\":\"disconnect\",\"connection\":1"))
              .stream()
              .map(line -> TrafficParser.read(line).orElseThrow())
              .toList();
      assertThat(records).hasSize(6);
      Begin begin = (Begin) records.getFirst();
      assertThat(begin.port()).isEqualTo(TapFilter.PORT);
      assertThat(begin.filter()).isEqualTo("tap");
      assertThat(begin.altitude()).isEqualTo("200000");
      assertThat(begin.oneWay()).isFalse();
      assertThat(begin.hostPid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(begin.mostKept()).isEqualTo(16);
      Connect first = (Connect) records.get(1);
      assertThat(first.before()).isTrue();
      assertThat(first.processId()).isEqualTo(ProcessHandle.current().pid());
      assertKept(first.context(), 2, (byte) 1, (byte) 2);
      Connect second = (Connect) records.get(2);
      assertThat(second.before()).isFalse();
      assertThat(second.connection()).isEqualTo(2);
      Connect refused = (Connect) records.get(3);
      assertThat(refused.status()).isEqualTo(NtStatus.PRIVILEGE_NOT_HELD);
      assertKept(refused.context(), 1, (byte) 9);
      assertThat(((Disconnect) records.get(4)).connection()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("tells each call with its answer, as its client saw it")
  void calls() throws Exception {
    FilterPort port = connect();
    try (RecordingClient client = host.record(TapFilter.PORT, 16)) {
      MemorySegment room = Buffers.allocate(8);
      assertThat(port.send(Buffers.of((byte) 1, (byte) 2), room)).isEqualTo(2);
      assertThatThrownBy(() -> port.send(Buffers.of(TOO_SMALL), room))
          .isInstanceOfSatisfying(
              FilterPortException.class, e -> assertThat(e.bytes()).isEqualTo(40));
      assertThatThrownBy(() -> port.send(Buffers.of(THROWS), room))
          .hasMessageContaining("STATUS_UNSUCCESSFUL");
      port.close();
      List<TrafficRecord> records = until(client, TrafficLine.DISCONNECT);
      Exchange answered = (Exchange) records.get(2);
      assertThat(answered.byFilter()).isFalse();
      assertThat(answered.connection()).isEqualTo(1);
      assertThat(answered.room()).isEqualTo(8);
      assertThat(answered.status()).isEqualTo(NtStatus.SUCCESS);
      assertKept(answered.message(), 2, (byte) 1, (byte) 2);
      assertKept(answered.answer(), 2, (byte) 7, (byte) 1);
      Exchange tooSmall = (Exchange) records.get(3);
      assertThat(tooSmall.status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
      assertKept(tooSmall.answer(), 40);
      Exchange threw = (Exchange) records.get(4);
      assertThat(threw.status()).isEqualTo(NtStatus.UNSUCCESSFUL);
      assertKept(threw.answer(), 0);
    }
  }

  @Test
  @DisplayName("tells each send with what it came to; a reply over the message changes nothing")
  void sends() throws Exception {
    FilterPort port = connect();
    try (RecordingClient client = host.record(TapFilter.PORT, 3)) {
      MemorySegment both = Buffers.of(new byte[] {1, 2, 3, 4});
      Thread service = Thread.ofPlatform().start(() -> replyOnce(port));
      assertThat(filter.send(both, both, Timeout.infinite()).outcome()).isEqualTo(Outcome.REPLIED);
      service.join();
      Content content = Content.of(new byte[99]);
      assertThat(filter.send(both, content, both, Timeout.poll()).outcome())
          .isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
      port.close();
      filter.send(both, null, Timeout.ofMillis(5));
      List<TrafficRecord> records =
          RecordedHost.lines(client, line -> line.contains("\"DISCONNECTED\"")).stream()
              .map(line -> TrafficParser.read(line).orElseThrow())
              .filter(Exchange.class::isInstance)
              .toList();
      Exchange replied = (Exchange) records.getFirst();
      assertThat(replied.byFilter()).isTrue();
      assertThat(replied.outcome()).isEqualTo(Outcome.REPLIED);
      assertThat(replied.status()).isEqualTo(NtStatus.ACCESS_DENIED);
      assertThat(replied.timeoutNanos()).isNull();
      assertThat(replied.contentBytes()).isNull();
      assertThat(replied.room()).isEqualTo(4);
      assertKept(replied.message(), 4, (byte) 1, (byte) 2, (byte) 3);
      assertKept(replied.answer(), 1, (byte) 9);
      Exchange polled = (Exchange) records.get(1);
      assertThat(polled.outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
      assertThat(polled.timeoutNanos()).isZero();
      assertThat(polled.contentBytes()).isEqualTo(99);
      Exchange dead = (Exchange) records.get(2);
      assertThat(dead.outcome()).isEqualTo(Outcome.DISCONNECTED);
      assertThat(dead.room()).isNull();
      assertThat(dead.timeoutNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private static void replyOnce(FilterPort port) {
    MemorySegment buffer = Buffers.allocate(MessageHeader.SIZE + 16);
    int ignored = port.getMessage(buffer);
    MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE + 1);
    new ReplyHeader(NtStatus.ACCESS_DENIED, MessageHeader.read(buffer).messageId()).write(reply);
    MemorySegment.copy(Buffers.of((byte) 9), 0, reply, ReplyHeader.SIZE, 1);
    port.reply(reply);
  }

  @Test
  @DisplayName("tells no payload to those who did not ask for it")
  void noPayload() throws Exception {
    try (FilterPort port = connect((byte) 1, (byte) 2);
        RecordingClient client = host.record(TapFilter.PORT, -1)) {
      int ignored = port.send(Buffers.of((byte) 1), Buffers.allocate(8));
      List<TrafficRecord> records = until(client, TrafficLine.CALL);
      assertThat(((Connect) records.get(1)).context().bytes()).isNull();
      Exchange call = (Exchange) records.get(2);
      assertThat(call.message().bytes()).isNull();
      assertThat(call.message().length()).isEqualTo(1);
      assertThat(call.answer().bytes()).isNull();
      assertThat(call.answer().length()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("waits for nobody who does not pull, and tells in its place how many were lost")
  void drops() throws Exception {
    int calls = 40;
    FilterPort port = connect();
    try (RecordingClient client = host.record(TapFilter.PORT, RecordingLog.MOST_KEPT)) {
      MemorySegment big = Buffers.allocate(1 << 20);
      for (int i = 0; i < calls; i++) {
        assertThat(port.send(big, Buffers.allocate(8))).isEqualTo(2);
      }
      port.close();
      List<TrafficRecord> records = until(client, TrafficLine.DISCONNECT);
      long told = records.stream().filter(Exchange.class::isInstance).count();
      long lost =
          records.stream()
              .filter(TrafficRecord.Lost.class::isInstance)
              .mapToLong(record -> ((TrafficRecord.Lost) record).records())
              .sum();
      assertThat(told).isPositive();
      assertThat(lost).isPositive();
      assertThat(told + lost).isEqualTo(calls);
      assertThat(Observation.ask(host.space).losses())
          .containsExactly(
              new RecordLosses(
                  RecordLosses.RECORDING, TapFilter.PORT, Map.of("no_room", lost, "failed", 0L)));
    }
  }

  @Test
  @DisplayName("is recorded for several at once, each with its own log, and for nobody at the end")
  void several() throws Exception {
    PortTap tap = new Recordables(List.of("\\Other")).find("\\Other");
    assertThat(tap).isNotNull();
    assertThat(tap.logs()).isNull();
    RecordingLog one = new RecordingLog(-1, tap.losses());
    RecordingLog two = new RecordingLog(-1, tap.losses());
    tap.begin(one);
    tap.begin(two);
    assertThat(tap.logs()).containsExactly(one, two);
    tap.end(one);
    assertThat(tap.logs()).containsExactly(two);
    tap.end(two);
    assertThat(tap.logs()).isNull();
    try (FilterPort port = connect();
        RecordingClient first = host.record(TapFilter.PORT, -1);
        RecordingClient second = host.record(TapFilter.PORT, -1)) {
      int ignored = port.send(Buffers.of((byte) 1), Buffers.allocate(8));
      assertThat(until(first, TrafficLine.CALL)).hasSize(3);
      assertThat(until(second, TrafficLine.CALL)).hasSize(3);
    }
  }

  @Test
  @DisplayName("is the only one that can be recorded")
  void notOptedIn() {
    for (String other : List.of("\\FilterportInspection", "\\None", "\\tapport", "")) {
      assertThatThrownBy(() -> host.record(other, 0))
          .as(other)
          .isInstanceOfSatisfying(
              FilterPortException.class,
              e -> assertThat(e.status()).isEqualTo(NtStatus.NOT_SUPPORTED));
    }
    assertThatThrownBy(() -> new Recordables(List.of(RecordingPort.PORT)))
        .hasMessageContaining("Its traffic is the recording");
  }

  @Test
  @DisplayName("is not recorded for a context that is no wish")
  void hostileWish() {
    byte[] good = Buffers.bytes(RecordingMessages.encode(new RecordingMessages.Wish("\\A", 7)));
    byte[] otherFormat = good.clone();
    otherFormat[0] = 2;
    byte[] tooMuch = good.clone();
    tooMuch[7] = 1;
    byte[] negative = good.clone();
    negative[4] = -2;
    negative[5] = -1;
    negative[6] = -1;
    negative[7] = -1;
    assertRefused(otherFormat, NtStatus.UNKNOWN_REVISION);
    assertRefused(tooMuch, NtStatus.INVALID_PARAMETER);
    assertRefused(negative, NtStatus.INVALID_PARAMETER);
    assertRefused(new byte[] {1, 0, 0}, NtStatus.INVALID_PARAMETER);
  }

  private void assertRefused(byte[] context, NtStatus status) {
    ConnectOptions options = ConnectOptions.withContext(Buffers.of(context));
    assertThatThrownBy(() -> FilterPort.connect(host.space, RecordingPort.PORT, options))
        .isInstanceOfSatisfying(
            FilterPortException.class, e -> assertThat(e.status()).isEqualTo(status));
  }
}
