package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A set of slots that lies between other words, of which it must not touch any. */
class SlotSetTest {
  private static final int SLOTS = 192;
  private static final long BEFORE = 8;

  private final long[] memory = new long[1 + SLOTS / 64];
  private final SlotSet set = new SlotSet(MemorySegment.ofArray(memory), BEFORE, SLOTS);

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 64, 127, 128, 191})
  @DisplayName("a slot is in its word until that is drained")
  void drained(int slot) {
    assertThat(set.isEmpty()).isTrue();
    set.add(slot);
    assertThat(set.isEmpty()).isFalse();
    for (int i = 0; i < set.words(); i++) {
      assertThat(set.drain(i)).isEqualTo(i == slot / 64 ? 1L << slot : 0);
    }
    assertThat(set.isEmpty()).isTrue();
    assertThat(memory).containsOnly(0);
  }

  @Test
  @DisplayName("what is put back joins what came meanwhile")
  void putBack() {
    set.add(64);
    set.add(130);
    long bits = set.drain(2);
    set.add(131);
    set.undrain(2, bits);
    set.undrain(1, 0);
    assertThat(memory).containsExactly(0, 0, 1, 0b1100);
  }
}
