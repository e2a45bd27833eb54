package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What long messages leave behind in their records. */
class RecordsTest {
  private static final int KEPT_PAGES = 1 << 20;

  private final List<Range> given = new ArrayList<>();

  /** Bytes of the segment. */
  private record Range(long offset, long bytes) {}

  private Records mapped(int maximum) {
    int stride = new ConnectionLayout(64, maximum).stride();
    return new Records.Mapped(
        MemorySegment.NULL,
        8192,
        64,
        stride,
        maximum,
        (offset, bytes) -> given.add(new Range(offset, bytes)));
  }

  @Test
  void whatIsUsualStays() {
    mapped(1 << 20).giveBack(63, 1 << 20);
    mapped(8 << 20).giveBack(63, 1 << 20);
    assertThat(given).isEmpty();
  }

  @Test
  void whatALongMessageTookBeyondThatGoes() {
    Records records = mapped(8 << 20);
    records.giveBack(0, 2 << 20);
    records.giveBack(2, 8 << 20);
    long third = 8192 + 2L * ((8 << 20) + 4096);
    assertThat(given)
        .containsExactly(
            new Range(8192 + KEPT_PAGES, 1 << 20), new Range(third + KEPT_PAGES, 7 << 20));
  }

  @Test
  void nothingOfTheNextRecordGoes() {
    mapped((64 << 20) - 64).giveBack(62, (64 << 20) - 64);
    long next = 8192 + 63L * (64 << 20);
    Range range = given.getFirst();
    assertThat(range.offset() + range.bytes()).isEqualTo(next);
  }

  @Test
  void theHeapKeepsWhatIsUsual() {
    Records.Heap heap = new Records.Heap(64, 8 << 20);
    MemorySegment usual = reserved(heap, 0, 1 << 20);
    heap.giveBack(0, 1 << 20);
    assertThat(reserved(heap, 0, 5)).isSameAs(usual);
  }

  @Test
  void theHeapForgetsALongRecord() {
    Records.Heap heap = new Records.Heap(64, 8 << 20);
    assertThat(reserved(heap, 0, 2 << 20).byteSize()).isEqualTo(2 << 20);
    heap.giveBack(0, 2 << 20);
    assertThat(reserved(heap, 0, 5).byteSize()).isEqualTo(512);
  }

  @Test
  void theHeapTakesNoMoreThanTheMaximumNeeds() {
    Records.Heap heap = new Records.Heap(64, (8 << 20) + 1);
    assertThat(reserved(heap, 0, (8 << 20) + 1).byteSize()).isEqualTo((8 << 20) + 8);
    assertThat(reserved(new Records.Heap(64, 1), 0, 1).byteSize()).isEqualTo(512);
  }

  @Test
  void theHeapTakesPowersOfTwoAndKeepsThem() {
    Records.Heap heap = new Records.Heap(64, 8 << 20);
    MemorySegment record = reserved(heap, 0, 1024);
    assertThat(record.byteSize()).isEqualTo(1024);
    assertThat(reserved(heap, 0, 1024)).isSameAs(record);
    assertThat(reserved(heap, 0, 1025).byteSize()).isEqualTo(2048);
    assertThat(reserved(heap, 1, 8 << 20).byteSize()).isEqualTo(8 << 20);
  }

  @Test
  void mappedRecordsLieSideBySide() {
    MemorySegment segment = MemorySegment.ofArray(new byte[4 * 4096]);
    Records records = new Records.Mapped(segment, 4096, 64, 4096, 1, Pages.KEEP);
    MemorySegment third = records.at(2);
    assertThat(third.byteSize()).isEqualTo(4096);
    third.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
    assertThat(segment.get(ValueLayout.JAVA_BYTE, 3 * 4096)).isEqualTo((byte) 1);
  }

  private static MemorySegment reserved(Records records, int slot, int payload) {
    records.reserve(slot, payload);
    return records.at(slot);
  }
}
