package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.TrafficRecord.Begin;
import io.filterport.cli.TrafficRecord.Connect;
import io.filterport.cli.TrafficRecord.Disconnect;
import io.filterport.cli.TrafficRecord.End;
import io.filterport.cli.TrafficRecord.Exchange;
import io.filterport.cli.TrafficRecord.Lost;
import io.filterport.filter.SendResult.Outcome;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a line of a recording")
class TrafficLineTest {
  private static final String CALL =
      "{\"type\":\"call\",\"connection\":1,\"at\":5,\"nanos\":7,\"messageBytes\":2,"
          + "\"message\":\"AQI=\",\"room\":4,\"status\":\"0x00000000\","
          + "\"statusName\":\"STATUS_SUCCESS\",\"answerBytes\":1,\"answer\":\"/w==\"}";

  static Stream<TrafficRecord> everyKind() {
    Kept whole = new Kept(3, new byte[] {1, -1, 0});
    Kept head = new Kept(70_000, new byte[] {9});
    Kept sizeAlone = new Kept(12, null);
    Instant began = Instant.parse("2026-11-01T09:30:00.123456789Z");
    return Stream.of(
        new Begin("\\Ä\"", "scanner", "320000", true, 1 << 20, "box", 4121, began, 256),
        new Begin("\\P", "", "", false, 0, "", 1, began, -1),
        new Connect(1, 10, 4121, 65534, true, NtStatus.SUCCESS, head(60_000)),
        new Connect(2, 11, -1, -1, false, NtStatus.ACCESS_DENIED, whole),
        new Disconnect(1, 99),
        exchange(Outcome.REPLIED, whole, 64, 5_000_000_000L, null, whole),
        exchange(Outcome.TIMEOUT_NO_REPLY, head, 64, null, 1L << 40, Kept.NOTHING),
        exchange(Outcome.DELIVERED, sizeAlone, null, 0L, null, Kept.NOTHING),
        new Exchange(
            false, 3, 7, 8, whole, 4, null, null, null, NtStatus.BUFFER_TOO_SMALL, sizeAlone),
        new Exchange(false, 3, 7, 8, whole, null, null, null, null, NtStatus.SUCCESS, head),
        new Disconnect(1, 1L << 60),
        exchange(Outcome.REPLIED, whole, 64, Long.MAX_VALUE, Long.MAX_VALUE, whole),
        new Lost(17),
        new End("stopped"));
  }

  private static Kept head(int length) {
    return new Kept(length, new byte[] {7, 7});
  }

  private static Exchange exchange(
      Outcome outcome, Kept message, Integer room, Long timeout, Long content, Kept answer) {
    NtStatus status = new NtStatus(0xC0000022);
    return new Exchange(true, 2, 5, 6, message, room, timeout, content, outcome, status, answer);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  @DisplayName("of every kind is the same after it was read and written again")
  void roundTrip(TrafficRecord record) {
    String line = TrafficLine.of(record);
    TrafficRecord read = TrafficParser.read(line).orElseThrow();
    assertThat(read).usingRecursiveComparison().isEqualTo(record);
    assertThat(TrafficLine.of(read)).isEqualTo(line).doesNotContain("\n");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("keeps every outcome")
  void outcomes(Outcome outcome) {
    Exchange exchange = exchange(outcome, Kept.NOTHING, null, null, null, Kept.NOTHING);
    assertThat(TrafficParser.read(TrafficLine.of(exchange)))
        .get()
        .extracting(read -> ((Exchange) read).outcome())
        .isEqualTo(outcome);
  }

  @Test
  @DisplayName("has the fields that are written down, and others do not matter")
  void fields() {
    Exchange call =
        new Exchange(
            false,
            1,
            5,
            7,
            new Kept(2, new byte[] {1, 2}),
            4,
            null,
            null,
            null,
            NtStatus.SUCCESS,
            new Kept(1, new byte[] {-1}));
    assertThat(TrafficLine.of(call)).isEqualTo(CALL);
    String later = CALL.replace("\"at\":5", "\"at\": 5 , \"new\":{\"a\":[1.5e3,null,\"\\u00e4\"]}");
    assertThat(TrafficParser.read(later)).get().usingRecursiveComparison().isEqualTo(call);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"of a later version\",\"connection\":-1}",
        "{\"type\":\"send\",\"outcome\":\"OF_A_LATER_VERSION\"}"
      })
  @DisplayName("of a kind, or an outcome, of a later version is passed over")
  void unknown(String line) {
    assertThat(TrafficParser.read(line)).isEmpty();
  }

  @Test
  @DisplayName("that begins a recording of another version is refused")
  void otherVersion() {
    assertThatThrownBy(() -> TrafficParser.read("{\"type\":\"recording\",\"version\":2}"))
        .isInstanceOfSatisfying(
            FilterPortException.class,
            e -> assertThat(e.status()).isEqualTo(NtStatus.UNKNOWN_REVISION));
  }

  static Stream<String> hostile() {
    return Stream.of(
        "",
        "null",
        "[]",
        "{}",
        "{\"type\":1}",
        CALL + "x",
        CALL.substring(0, CALL.length() - 1),
        CALL.replace("\"connection\":1", "\"connection\":0"),
        CALL.replace("\"connection\":1", "\"connection\":9223372036854775808"),
        CALL.replace("\"at\":5", "\"at\":-5"),
        CALL.replace("\"at\":5", "\"at\":5.5"),
        CALL.replace("\"at\":5", "\"at\":9000000000000000000"),
        CALL.replace("\"nanos\":7", "\"nanos\":\"7\""),
        CALL.replace("\"messageBytes\":2", "\"messageBytes\":1"),
        CALL.replace("\"messageBytes\":2", "\"messageBytes\":-2"),
        CALL.replace("\"messageBytes\":2", "\"messageBytes\":67108865"),
        CALL.replace("\"room\":4", "\"room\":2147483648"),
        CALL.replace("\"room\":4", "\"room\":-1"),
        CALL.replace("AQI=", "not base64!"),
        CALL.replace("\"answerBytes\":1", "\"answerBytes\":0"),
        CALL.replace("\"status\":\"0x00000000\"", "\"status\":\"0x0\""),
        CALL.replace("\"status\":\"0x00000000\"", "\"status\":null"),
        CALL.replace("\"room\":4", "\"room\":4,\"room\":4"),
        "{\"type\":\"lost\",\"records\":" + "9".repeat(100) + "}",
        "{\"a\":".repeat(10_000),
        "{\"a\":" + "[".repeat(100_000));
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("with a size, a time or a text that cannot be is refused, and no more")
  void hostile(String line) {
    assertThatThrownBy(() -> TrafficParser.read(line)).isInstanceOf(IllegalArgumentException.class);
  }
}
