package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The bells of an embedded connection, whose listeners ring each other's. */
class BellTest {
  private static final int MANY = 10_000;

  private final Bell.Inline here = new Bell.Inline();
  private final Bell.Inline there = new Bell.Inline();

  private int runs;
  private int depth;
  private int deepest;

  /** Counts how deep it is called, and rings another bell from there. */
  private void listen(Bell.Inline bell, Runnable next) {
    bell.listen(
        () -> {
          runs++;
          depth++;
          deepest = Math.max(deepest, depth);
          next.run();
          depth--;
        });
  }

  @Test
  @DisplayName("listeners that ring each other ten thousand times all run, and do not nest")
  void shallow() {
    Runnable back = () -> (runs % 2 == 0 ? here : there).ring();
    listen(here, () -> ringUntil(back));
    listen(there, () -> ringUntil(back));
    here.ring();
    assertThat(runs).isEqualTo(MANY);
    assertThat(deepest).isBetween(2, 4);
  }

  private void ringUntil(Runnable back) {
    if (runs < MANY) {
      back.run();
    }
  }

  @Test
  @DisplayName("a bell that is rung twice while it is put off is answered once")
  void once() {
    int[] answers = new int[1];
    there.listen(() -> answers[0]++);
    listen(
        here,
        () -> {
          if (depth < 4) {
            here.ring();
          } else {
            there.ring();
            there.ring();
          }
        });
    here.ring();
    assertThat(deepest).isEqualTo(4);
    assertThat(answers[0]).isEqualTo(1);
  }

  @Test
  @DisplayName("a listener that throws is left behind: the bell is answered at once next time")
  void throwing() {
    here.listen(
        () -> {
          throw new IllegalStateException("broken");
        });
    for (int i = 0; i < 10; i++) {
      assertThat(catchThrowable(here::ring)).hasMessage("broken");
    }
    listen(here, () -> {});
    here.ring();
    assertThat(runs).isEqualTo(1);
  }
}
