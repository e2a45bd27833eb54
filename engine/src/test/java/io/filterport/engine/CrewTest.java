package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Who is called for work, step by step: every member is made by a thread that does nothing else.
 */
class CrewTest {
  private final Hiring crew = new Hiring();
  private final Crew.Member first = elsewhere(Crew.Member::new);
  private final Crew.Member second = elsewhere(Crew.Member::new);

  private static final class Hiring extends Crew<String> {
    private int hired;
    private boolean full;
    private Runnable meanwhile = () -> {};

    @Override
    boolean hire() {
      meanwhile.run();
      hired += full ? 0 : 1;
      return !full;
    }
  }

  private static <T> T elsewhere(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().start(task);
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void hiresWhereNobodyRests() {
    crew.add("a");
    assertThat(crew.hired).isEqualTo(1);
    crew.arrived();
    assertThat(crew.take(first)).isEqualTo("a");
    assertThat(crew.take(first)).isNull();
  }

  @Test
  @DisplayName("one worker is on its way at a time, and calls the next if there is more")
  void oneAtATime() {
    crew.rest(first);
    crew.rest(second);
    crew.add("a");
    crew.add("b");
    assertThat(second.isCalled()).as("the one that came last").isTrue();
    assertThat(first.isCalled()).isFalse();
    assertThat(crew.take(second)).isEqualTo("a");
    assertThat(first.isCalled()).isTrue();
    assertThat(crew.take(first)).isEqualTo("b");
    assertThat(crew.hired).isZero();
  }

  @Test
  @DisplayName("whoever brings work and rests takes it itself")
  void bringersOwn() {
    Crew.Member mine = new Crew.Member();
    crew.rest(mine);
    crew.rest(first);
    crew.add("a");
    assertThat(mine.isCalled()).isTrue();
    assertThat(first.isCalled()).isFalse();
  }

  @Test
  @DisplayName("while a worker looks nobody is called, and it takes what others bring")
  void lookers() {
    crew.look(first);
    crew.rest(second);
    crew.add("a");
    assertThat(second.isCalled()).isFalse();
    assertThat(crew.hired).isZero();
    assertThat(crew.take(first)).isEqualTo("a");
  }

  @Test
  @DisplayName("work that nobody was on the way to is found by who rests next")
  void restWithWork() {
    crew.full = true;
    crew.add("a");
    crew.rest(first);
    assertThat(first.isCalled()).isTrue();
    assertThat(crew.take(first)).isEqualTo("a");
  }

  @Test
  @DisplayName("work lay there while a worker rested that came when nobody could be hired")
  void restsWhileNobodyIsHired() {
    crew.full = true;
    crew.meanwhile = () -> crew.rest(first);
    crew.add("a");
    assertThat(first.isCalled()).isTrue();
  }

  @Test
  @DisplayName("work that came while the last to go still counted was left until more came")
  void workBeforeTheGoingIsCounted() {
    crew.rest(first);
    assertThat(crew.withdraw(first)).isTrue();
    crew.full = true;
    crew.add("a");
    crew.full = false;
    crew.countedOut();
    assertThat(crew.hired).isEqualTo(1);
    crew.arrived();
    assertThat(crew.take(second)).isEqualTo("a");
    crew.countedOut();
    assertThat(crew.hired).as("there is no work").isEqualTo(1);
  }

  @Test
  @DisplayName("the same, and whoever brought the work has yet to say that nobody comes")
  void workWhoseBringerLooksOnceMore() {
    crew.full = true;
    crew.meanwhile =
        () -> {
          crew.meanwhile = () -> {};
          crew.full = false;
          crew.countedOut();
          crew.full = true;
        };
    crew.add("a");
    assertThat(crew.hired).isEqualTo(1);
    crew.arrived();
    assertThat(crew.take(first)).isEqualTo("a");
  }

  @Test
  @DisplayName("who was called may not go, who was not may")
  void withdrawing() {
    crew.rest(first);
    assertThat(crew.withdraw(first)).isTrue();
    crew.rest(first);
    crew.add("a");
    assertThat(crew.withdraw(first)).isFalse();
    assertThat(crew.take(first)).isEqualTo("a");
    assertThat(crew.isWorkless()).isTrue();
  }
}
