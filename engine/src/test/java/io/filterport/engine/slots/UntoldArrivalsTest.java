package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UntoldArrivalsTest {
  @Test
  @DisplayName("an error while one getter was told of its message lost those of the others")
  void errorAtOne() {
    HostileTable hostile = new HostileTable();
    CalleeHalf callee = hostile.callee();
    RecordedGetter first =
        new RecordedGetter(
            () -> {
              throw new OutOfMemoryError("of the test");
            });
    RecordedGetter second = new RecordedGetter();
    for (RecordedGetter getter : new RecordedGetter[] {first, second}) {
      assertThat(callee.offer(getter)).isTrue();
      deliver(hostile.table, getter.slot);
    }
    assertThatThrownBy(callee::service).isInstanceOf(OutOfMemoryError.class);
    assertThat(callee.service()).isTrue();
    assertThat(first.ends).hasSize(1);
    assertThat(second.ends).hasSize(1);
  }

  private static void deliver(SlotTable table, int slot) {
    int generation = SlotWord.generation(table.word(slot));
    table.setWord(slot, SlotWord.delivered(generation, 1, true));
    table.arrived.add(slot);
  }
}
