package io.filterport.engine.slots;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every kind of word that a peer can write into a slot: all phases, edges of all other fields. */
final class Words {
  private static final int[] ARGUMENTS = {
    0,
    1,
    8,
    16,
    23,
    24,
    100,
    116,
    4032,
    3984,
    3985,
    1 << 20,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE | 8,
    Integer.MIN_VALUE | 4033,
    -1
  };

  private Words() {}

  static List<Long> around(int generation) {
    Set<Long> words = new LinkedHashSet<>();
    for (int phase = 0; phase < 8; phase++) {
      for (int g : new int[] {generation, generation + 1, 0, SlotWord.GENERATIONS - 1}) {
        for (int argument : ARGUMENTS) {
          words.add(SlotWord.of(phase, g, argument));
          words.add(SlotWord.of(phase, g, argument) | SlotWord.PARKED);
        }
      }
    }
    return new ArrayList<>(words);
  }
}
