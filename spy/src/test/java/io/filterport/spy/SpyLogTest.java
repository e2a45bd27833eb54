package io.filterport.spy;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.spi.Losses;
import io.filterport.spi.Losses.Reason;
import io.filterport.spy.SpyLog.Pull;
import io.filterport.spy.SpyRecord.Lost;
import io.filterport.spy.SpyRecord.Operation;
import io.filterport.spy.events.SpyLossEvent;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log keeps, what it counts, and where it says so. */
class SpyLogTest {
  /** Makes a record of 128 bytes, so that they fill a log to the last byte. */
  private static final String PATH = "/" + "f".repeat(59);

  private static final Pull NOTHING = new Pull(NtStatus.NO_MORE_ENTRIES, 0);
  private static final int RECORD = record(0).length;
  private static final int FULL = SpyLog.MAX_BYTES / RECORD;

  private final Losses losses = new Losses(Reason.NO_ROOM, Reason.FAILED);
  private final SpyLog log = new SpyLog(losses);

  private static byte[] record(long number) {
    return SpyMessages.encode(
        new Operation(number, Instant.EPOCH, "OPEN", PATH, Optional.empty(), false, 0, 1, 2, null));
  }

  private void add(long from, long to) {
    LongStream.range(from, to).forEach(number -> log.add(record(number)));
  }

  /** {@return the numbers of operations, and the counts of lost ones as negative numbers} */
  private List<Long> pull(int room) {
    MemorySegment output = Buffers.allocate(room);
    Pull pull = log.pull(output);
    return SpyMessages.decode(output.asSlice(0, pull.bytes())).stream()
        .map(SpyLogTest::number)
        .toList();
  }

  private static Long number(SpyRecord record) {
    return switch (record) {
      case Operation operation -> operation.sequence();
      case Lost lost -> -lost.operations();
    };
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void nothingIsThere() {
    assertThat(log.pull(Buffers.allocate(100))).isEqualTo(NOTHING);
  }

  @Test
  void asManyWholeRecordsComeAsFit() {
    add(0, 5);
    assertThat(pull(2 * RECORD)).containsExactly(0L, 1L);
    assertThat(pull(3 * RECORD - 1)).containsExactly(2L, 3L);
    assertThat(pull(100 * RECORD)).containsExactly(4L);
    assertThat(log.pull(Buffers.allocate(RECORD))).isEqualTo(NOTHING);
  }

  @Test
  void aRecordThatDoesNotFitSaysHowMuchItNeedsAndStays() {
    add(7, 8);
    assertThat(log.pull(Buffers.allocate(RECORD - 1)))
        .isEqualTo(new Pull(NtStatus.BUFFER_TOO_SMALL, RECORD));
    assertThat(pull(RECORD)).containsExactly(7L);
  }

  @Test
  void whatHasNoRoomIsCountedInItsPlace() {
    add(0, FULL + 10);
    assertThat(pull(2 * RECORD)).containsExactly(0L, 1L);
    add(FULL + 10, FULL + 11);
    List<Long> expected = new ArrayList<>(numbers(2, FULL));
    expected.add(-10L);
    expected.add(FULL + 10L);
    assertThat(pull(2 * SpyLog.MAX_BYTES)).isEqualTo(expected);
    assertThat(log.pull(Buffers.allocate(RECORD))).isEqualTo(NOTHING);
  }

  /** Room for the operation alone is not room for the gap in front of it. */
  @Test
  void noRecordComesBehindAGapThatIsNotTold() {
    add(0, FULL + 1);
    assertThat(pull(RECORD)).containsExactly(0L);
    assertThat(FULL * RECORD).isEqualTo(SpyLog.MAX_BYTES);
    add(100, 101);
    List<Long> expected = new ArrayList<>(numbers(1, FULL));
    expected.add(-2L);
    assertThat(pull(2 * SpyLog.MAX_BYTES)).isEqualTo(expected);
  }

  @Test
  void theLastGapIsToldThoughNothingFollows() {
    add(0, FULL);
    log.lose(Reason.FAILED);
    log.lose(Reason.FAILED);
    List<Long> expected = new ArrayList<>(numbers(0, FULL));
    expected.add(-2L);
    assertThat(pull(2 * SpyLog.MAX_BYTES)).isEqualTo(expected);
    assertThat(log.pull(Buffers.allocate(RECORD))).isEqualTo(NOTHING);
  }

  @Test
  void lossesAreCountedByReasonWhetherToldOrNot() {
    add(0, FULL + 2);
    log.lose(Reason.FAILED);
    Map<String, Long> lost = Map.of("no_room", 2L, "failed", 1L);
    assertThat(losses.byReason()).isEqualTo(lost);
    assertThat(pull(2 * SpyLog.MAX_BYTES)).endsWith(-3L);
    assertThat(losses.byReason()).isEqualTo(lost);
  }

  @Test
  void aGapThatDoesNotFitStays() {
    log.lose(Reason.FAILED);
    assertThat(log.pull(Buffers.allocate(15))).isEqualTo(new Pull(NtStatus.BUFFER_TOO_SMALL, 16));
    assertThat(pull(16)).containsExactly(-1L);
  }

  @Test
  void roomComesBackHoweverOftenItWasUsed() {
    for (int round = 0; round < 20; round++) {
      add(0, FULL + 1);
      assertThat(pull(2 * SpyLog.MAX_BYTES)).hasSize(FULL + 1).endsWith(FULL - 1L, -1L);
    }
  }

  /** Every operation is told or counted, and those of one thread stay in order. */
  @Test
  void nothingGoesMissingBetweenThreads() throws InterruptedException {
    int threads = 4;
    int each = 3 * FULL / threads;
    CountDownLatch end = new CountDownLatch(threads);
    for (int thread = 0; thread < threads; thread++) {
      long first = (long) thread * each;
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                add(first, first + each);
                end.countDown();
              });
    }
    List<Long> pulled = new ArrayList<>();
    while (end.getCount() > 0) {
      pulled.addAll(pull(1 << 16));
    }
    end.await();
    pulled.addAll(pull(2 * SpyLog.MAX_BYTES));
    long lost = -pulled.stream().filter(number -> number < 0).mapToLong(number -> number).sum();
    List<Long> told = pulled.stream().filter(number -> number >= 0).toList();
    assertThat(told).doesNotHaveDuplicates();
    assertThat(told.size() + lost).isEqualTo((long) threads * each);
    IntStream.range(0, threads)
        .forEach(
            thread ->
                assertThat(told.stream().filter(number -> number / each == thread)).isSorted());
  }

  @Test
  void aFlightRecordingHasGapsUnlessToldOtherwiseWithoutStackTraces() {
    Map<String, String> settings =
        EventType.getEventType(SpyLossEvent.class).getSettingDescriptors().stream()
            .collect(
                Collectors.toMap(SettingDescriptor::getName, SettingDescriptor::getDefaultValue));
    assertThat(settings).containsEntry("enabled", "true").doesNotContainEntry("stackTrace", "true");
  }

  @Test
  void aFlightRecordingTellsOfAGapWhenItIsOver(@TempDir Path directory) throws IOException {
    try (Recording recording = new Recording()) {
      recording.enable("io.filterport.SpyLoss");
      recording.start();
      add(0, FULL + 3);
      pull(SpyLog.MAX_BYTES);
      assertThat(pull(RECORD)).containsExactly(-3L);
      Path file = directory.resolve("recording.jfr");
      recording.dump(file);
      assertThat(RecordingFile.readAllEvents(file))
          .extracting(event -> event.getLong("operations"))
          .containsExactly(3L);
    }
  }
}
