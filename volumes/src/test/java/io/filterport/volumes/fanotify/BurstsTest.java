package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BurstsTest {
  /** Among so many an answer is held until the end of the test. */
  private static final int VERY_MANY = 100_000_000;

  private final AtomicInteger waiting = new AtomicInteger();
  private final BlockingQueue<Integer> alone = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<Integer>> together = new LinkedBlockingQueue<>();

  private Bursts<Integer> start(int most) {
    Bursts<Integer> bursts =
        new Bursts<>(most, waiting::get, alone::add, burst -> together.add(List.copyOf(burst)));
    bursts.start();
    return bursts;
  }

  @Test
  void amongFewAnAnswerIsGivenAtOnce() {
    waiting.set(Bursts.FEW);
    try (Bursts<Integer> bursts = start(4)) {
      bursts.give(7);
      assertThat(alone).containsExactly(7);
    }
    assertThat(together.stream().flatMap(List::stream)).isEmpty();
  }

  @Test
  void amongManyNoAnswerIsGivenByWhoeverHasIt() throws InterruptedException {
    waiting.set(Bursts.FEW + 1);
    try (Bursts<Integer> bursts = start(4)) {
      bursts.give(7);
      assertThat(together.take()).containsExactly(7);
    }
    assertThat(alone).isEmpty();
  }

  @Test
  void answersThatAreHeldAreGivenTogetherInTheirOrder() {
    waiting.set(VERY_MANY);
    try (Bursts<Integer> bursts = start(100)) {
      IntStream.range(0, 100).forEach(bursts::give);
    }
    assertThat(together)
        .filteredOn(burst -> !burst.isEmpty())
        .containsExactly(IntStream.range(0, 100).boxed().toList());
    assertThat(alone).isEmpty();
  }

  @Test
  void whatCannotBeHeldIsGivenAtOnce() {
    waiting.set(VERY_MANY);
    try (Bursts<Integer> bursts = start(1)) {
      IntStream.range(0, 10).forEach(bursts::give);
    }
    List<Integer> burst = together.stream().flatMap(List::stream).toList();
    assertThat(alone).isNotEmpty().doesNotContainAnyElementsOf(burst);
    assertThat(alone.size() + burst.size()).isEqualTo(10);
  }

  @Test
  void aBurstThatFailsIsGivenAgain() throws InterruptedException {
    waiting.set(Bursts.FEW + 1);
    BlockingQueue<Set<Integer>> given = new LinkedBlockingQueue<>();
    Consumer<List<Integer>> failsOnce =
        burst -> {
          given.add(Set.copyOf(burst));
          if (given.size() == 1) {
            throw new OutOfMemoryError("on purpose");
          }
        };
    try (Bursts<Integer> bursts = new Bursts<>(4, waiting::get, alone::add, failsOnce)) {
      bursts.start();
      bursts.give(1);
      while (given.size() < 2) {
        Thread.onSpinWait();
      }
      assertThat(given).containsExactly(Set.of(1), Set.of(1));
    }
  }
}
