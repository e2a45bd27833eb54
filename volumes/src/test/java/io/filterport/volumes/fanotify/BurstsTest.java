package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.volumes.Hold;
import io.filterport.volumes.Latches;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BurstsTest {
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
    giveDuringAnother(100);
    assertThat(together.remove()).as("the other").containsExactly(-1);
    assertThat(together)
        .filteredOn(burst -> !burst.isEmpty())
        .containsExactly(IntStream.range(0, 100).boxed().toList());
    assertThat(alone).isEmpty();
  }

  @Test
  void whatCannotBeHeldIsGivenAtOnce() {
    giveDuringAnother(3);
    assertThat(together.stream().flatMap(List::stream)).containsExactly(-1, 0, 1, 2);
    assertThat(alone).containsExactlyElementsOf(IntStream.range(3, 100).boxed().toList());
  }

  /** Gives a hundred while a burst is being given, so that none of them is taken meanwhile. */
  private void giveDuringAnother(int most) {
    waiting.set(Bursts.FEW + 1);
    Hold other = new Hold();
    Consumer<Queue<Integer>> all =
        burst -> {
          together.add(List.copyOf(burst));
          if (burst.contains(-1)) {
            other.run();
          }
        };
    try (Bursts<Integer> bursts = new Bursts<>(most, waiting::get, alone::add, all)) {
      bursts.start();
      bursts.give(-1);
      other.awaitReached();
      IntStream.range(0, 100).forEach(bursts::give);
      other.release();
      while (together.size() < 2) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void itEndsAlthoughABurstSwallowsTheInterrupt() {
    waiting.set(Bursts.FEW + 1);
    CountDownLatch given = new CountDownLatch(1);
    Consumer<Queue<Integer>> untilInterrupted =
        burst -> {
          boolean first = given.getCount() == 1;
          given.countDown();
          while (first && !Thread.interrupted()) {
            Thread.onSpinWait();
          }
        };
    try (Bursts<Integer> bursts = new Bursts<>(4, waiting::get, alone::add, untilInterrupted)) {
      bursts.start();
      bursts.give(1);
      Latches.await(given);
    }
  }

  @Test
  void aBurstThatFailsIsGivenAgain() throws InterruptedException {
    waiting.set(Bursts.FEW + 1);
    BlockingQueue<Set<Integer>> given = new LinkedBlockingQueue<>();
    Consumer<Queue<Integer>> failsOnce =
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

  @Test
  void whatWasFinishedOfABurstThatFailsIsNotGivenAgain() throws InterruptedException {
    waiting.set(Bursts.FEW + 1);
    BlockingQueue<Integer> given = new LinkedBlockingQueue<>();
    Consumer<Queue<Integer>> failsAfterEach =
        burst -> {
          while (!burst.isEmpty()) {
            given.add(burst.remove());
            throw new OutOfMemoryError("on purpose");
          }
        };
    try (Bursts<Integer> bursts = new Bursts<>(4, waiting::get, alone::add, failsAfterEach)) {
      bursts.start();
      bursts.give(1);
      bursts.give(2);
      assertThat(given.take()).isEqualTo(1);
      assertThat(given.take()).isEqualTo(2);
    }
    assertThat(given).isEmpty();
  }
}
