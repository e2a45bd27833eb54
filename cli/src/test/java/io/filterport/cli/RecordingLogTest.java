package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.cli.TrafficRecord.Disconnect;
import io.filterport.cli.TrafficRecord.Lost;
import io.filterport.spi.Losses;
import io.filterport.spi.Losses.Reason;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the log of a recording")
class RecordingLogTest {
  private static final int FULL = RecordingLog.MAX_BYTES / RecordingLog.RECORD_BYTES;

  private final Losses losses = new Losses(Reason.NO_ROOM, Reason.FAILED);
  private final RecordingLog log = new RecordingLog(RecordingLog.MOST_KEPT, losses);

  private static String pull(RecordingLog log, int room) {
    MemorySegment output = Buffers.allocate(room);
    int bytes = log.pull(output);
    return new String(Buffers.bytes(output.asSlice(0, bytes)), StandardCharsets.UTF_8);
  }

  private static List<TrafficRecord> all(RecordingLog log) {
    StringBuilder text = new StringBuilder();
    for (String next = pull(log, 1 << 16); !next.isEmpty(); next = pull(log, 1 << 16)) {
      text.append(next);
    }
    return text.toString().lines().map(line -> TrafficParser.read(line).orElseThrow()).toList();
  }

  private void fill(int records) {
    for (int i = 1; i <= records; i++) {
      log.add(new Disconnect(i, 0));
    }
  }

  @Test
  @DisplayName("is pulled in pieces of any size")
  void pieces() {
    fill(3);
    StringBuilder text = new StringBuilder();
    for (String next = pull(log, 7); !next.isEmpty(); next = pull(log, 7)) {
      assertThat(next).hasSizeLessThanOrEqualTo(7);
      text.append(next);
    }
    assertThat(text.toString().lines())
        .containsExactly(
            TrafficLine.of(new Disconnect(1, 0)),
            TrafficLine.of(new Disconnect(2, 0)),
            TrafficLine.of(new Disconnect(3, 0)));
  }

  @Test
  @DisplayName("counts what has no room, and tells the count behind what had")
  void lossesAtTheEnd() {
    fill(FULL + 5);
    List<TrafficRecord> records = all(log);
    assertThat(records).hasSize(FULL + 1);
    assertThat(records.getLast()).isEqualTo(new Lost(5));
    assertThat(all(log)).isEmpty();
    assertThat(losses.byReason()).isEqualTo(Map.of("no_room", 5L, "failed", 0L));
  }

  @Test
  @DisplayName("tells the count in front of the next one that has room")
  void lossesInBetween() {
    fill(FULL + 5);
    int line = TrafficLine.of(new Disconnect(1, 0)).length() + 1;
    assertThat(pull(log, 2 * line).lines()).hasSize(2);
    log.add(new Disconnect(FULL + 6, 0));
    assertThat(all(log)).endsWith(new Lost(5), new Disconnect(FULL + 6, 0));
  }

  @Test
  @DisplayName("holds no more payload than its bound, and gives all of it back")
  void payload() {
    MemorySegment big = Buffers.allocate(RecordingLog.MOST_KEPT + 1);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5; i++) {
        Kept kept = log.keep(big);
        assertThat(kept == null).as("number %d", i).isEqualTo(i > 2);
        if (kept != null) {
          assertThat(kept.length()).isEqualTo(big.byteSize());
          assertThat(kept.kept()).hasSize(RecordingLog.MOST_KEPT);
          log.add(kept, new Disconnect(1, 0));
        }
      }
      assertThat(all(log)).containsOnlyOnce(new Lost(2)).hasSize(4);
    }
  }

  @Test
  @DisplayName("counts an exchange whose answer has no room, and gives the message's room back")
  void answerWithoutRoom() {
    Kept message = log.keep(Buffers.allocate(1000));
    assertThat(message).isNotNull();
    fill(FULL - 3);
    log.add(
        message,
        Buffers.allocate(1000),
        kept -> {
          throw new AssertionError("there is no room for it");
        });
    assertThat(all(log)).hasSize(FULL - 2).endsWith(new Lost(1));
    assertThat(losses.byReason()).containsEntry("no_room", 1L);
    fill(FULL);
    assertThat(all(log)).hasSize(FULL);
  }

  @Test
  @DisplayName("counts what could not be made, too")
  void failed() {
    log.lose(Reason.FAILED);
    assertThat(all(log)).containsExactly(new Lost(1));
    assertThat(losses.byReason()).isEqualTo(Map.of("no_room", 0L, "failed", 1L));
  }

  @Test
  @DisplayName("keeps as much of a payload as was asked for")
  void heads() {
    assertThat(new RecordingLog(-1, losses).keep(Buffers.of((byte) 1)))
        .usingRecursiveComparison()
        .isEqualTo(new Kept(1, null));
    assertThat(new RecordingLog(2, losses).keep(Buffers.of(new byte[] {1, 2, 3})))
        .usingRecursiveComparison()
        .isEqualTo(new Kept(3, new byte[] {1, 2}));
    assertThat(new Kept(3, new byte[] {1, 2}).isWhole()).isFalse();
    assertThat(new Kept(0, null).isWhole()).isTrue();
  }
}
