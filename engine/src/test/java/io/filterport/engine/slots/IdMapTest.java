package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IdMapTest {
  private static final int ENTRIES = 64;

  @Test
  @DisplayName("RPL-04: behaves like a HashMap, whatever ids come and go")
  void likeHashMap() {
    for (long seed = 0; seed < 200; seed++) {
      run(new Random(seed), seed);
    }
  }

  private static void run(Random random, long seed) {
    IdMap map = new IdMap();
    Map<Long, Integer> model = new HashMap<>();
    for (int step = 0; step < 2000; step++) {
      long id = anyId(random, model);
      if (random.nextBoolean() && model.size() < ENTRIES) {
        boolean free = model.putIfAbsent(id, step) == null;
        assertThat(map.put(id, step)).as("seed %s, step %s", seed, step).isEqualTo(free);
      } else {
        Integer slot = model.remove(id);
        assertThat(map.remove(id))
            .as("seed %s, step %s", seed, step)
            .isEqualTo(slot == null ? IdMap.NONE : slot);
      }
    }
  }

  /** Small ids, so that they meet again; multiples, so that they crowd; sometimes any. */
  private static long anyId(Random random, Map<Long, Integer> model) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(100);
      case 1 -> (long) random.nextInt(100) << 32;
      case 2 -> random.nextLong();
      default -> model.isEmpty() ? 0 : pick(random, new ArrayList<>(model.keySet()));
    };
  }

  private static long pick(Random random, List<Long> ids) {
    return ids.get(random.nextInt(ids.size()));
  }

  @Test
  void fullOfCollisions() {
    IdMap map = new IdMap();
    for (int i = 0; i < ENTRIES; i++) {
      assertThat(map.put((long) i << 48, i)).isTrue();
    }
    for (int i = 0; i < ENTRIES; i++) {
      assertThat(map.get((long) i << 48)).isEqualTo(i);
      assertThat(map.remove((long) i << 48)).isEqualTo(i);
      assertThat(map.get((long) i << 48)).isEqualTo(IdMap.NONE);
      assertThat(map.remove((long) i << 48)).isEqualTo(IdMap.NONE);
    }
  }
}
