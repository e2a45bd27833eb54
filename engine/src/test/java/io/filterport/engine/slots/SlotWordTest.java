package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotWordTest {
  private static final int[] ARGUMENTS = {0, 1, 16, 1 << 20, Integer.MAX_VALUE, -1, 1 << 31};

  @Test
  void fieldsDoNotDisturbEachOther() {
    for (int phase = 0; phase < 8; phase++) {
      for (int generation : new int[] {0, 1, 0x5555555, SlotWord.GENERATIONS - 1}) {
        for (int argument : ARGUMENTS) {
          long word = SlotWord.of(phase, generation, argument);
          assertThat(SlotWord.phase(word)).isEqualTo(phase);
          assertThat(SlotWord.generation(word)).isEqualTo(generation);
          assertThat(SlotWord.arg(word)).isEqualTo(argument);
          assertThat(SlotWord.isParked(word)).isFalse();
          assertThat(SlotWord.isParked(word | SlotWord.PARKED)).isTrue();
          assertThat(SlotWord.generation(word | SlotWord.PARKED)).isEqualTo(generation);
        }
      }
    }
  }

  @Test
  void deliveredCarriesLengthAndWish() {
    long word = SlotWord.delivered(9, 1 << 20, true);
    assertThat(SlotWord.phase(word)).isEqualTo(SlotWord.DELIVERED);
    assertThat(SlotWord.length(word)).isEqualTo(1 << 20);
    assertThat(SlotWord.replyWanted(word)).isTrue();
    assertThat(SlotWord.replyWanted(SlotWord.delivered(9, 1 << 20, false))).isFalse();
    assertThat(SlotWord.replyWanted(0)).isFalse();
  }

  @Test
  void expiredKeepsAllButPhaseAndMark() {
    long delivered = SlotWord.delivered(SlotWord.GENERATIONS - 1, 77, true);
    long expired = SlotWord.expired(delivered | SlotWord.PARKED);
    assertThat(SlotWord.phase(expired)).isEqualTo(SlotWord.EXPIRED);
    assertThat(SlotWord.isParked(expired)).isFalse();
    assertThat(SlotWord.length(expired)).isEqualTo(77);
    assertThat(SlotWord.replyWanted(expired)).isTrue();
    assertThat(SlotWord.generation(expired)).isEqualTo(SlotWord.GENERATIONS - 1);
  }
}
