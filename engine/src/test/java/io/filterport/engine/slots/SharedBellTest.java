package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The word of a bell, step by step. */
class SharedBellTest {
  private final NoSleep sleep = new NoSleep();
  private final SharedBell bell =
      new SharedBell(MemorySegment.ofArray(new long[1]), Integer.BYTES, sleep);

  /** Ends each sleep at once, and counts the wakes. */
  static class NoSleep implements Sleep {
    int sleeps;
    int wakes;
    boolean isWoken;

    @Override
    public boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
      sleeps++;
      return isWoken;
    }

    @Override
    public void wake(MemorySegment segment, long offset) {
      wakes++;
    }

    @Override
    public void wakeAll(MemorySegment segment, long offset) {
      wakes++;
    }
  }

  private boolean sleep(boolean news) {
    return bell.sleep(me -> news, new Waiter(), Long.MAX_VALUE);
  }

  @Test
  @DisplayName("a bell that nobody marked is rung without a system call, a marked one with one")
  void rings() {
    bell.ring();
    assertThat(sleep.wakes).isZero();
    assertThat(bell.prepare()).isOdd();
    bell.ring();
    bell.ring();
    assertThat(sleep.wakes).isEqualTo(1);
  }

  @Test
  @DisplayName("who was about to sleep on an earlier mark can no more, whatever moved the bell")
  void movesOn() {
    int first = bell.prepare();
    bell.ring();
    int second = bell.prepare();
    bell.unmark();
    int third = bell.prepare();
    bell.rouseSleeper();
    int fourth = bell.prepare();
    bell.unmark();
    bell.rouseSleeper();
    assertThat(List.of(first, second, third, fourth, bell.prepare())).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("a mark that was left is as good as a new one")
  void leftMarks() {
    assertThat(bell.prepare()).isEqualTo(bell.prepare());
  }

  @Test
  @DisplayName("who finds news after the mark does not sleep")
  void news() {
    assertThat(sleep(true)).isTrue();
    assertThat(sleep.sleeps).isZero();
  }

  @Test
  @DisplayName("a sleeper tells a wake from a sleep that ended by itself")
  void wakes() {
    assertThat(sleep(false)).isFalse();
    sleep.isWoken = true;
    assertThat(sleep(false)).isTrue();
    assertThat(sleep.sleeps).isEqualTo(2);
  }

  @Test
  @DisplayName("a thread sleeps on one int, unless its system lets it sleep on several")
  void alone() {
    assertThat(sleep.together()).isEqualTo(1);
    assertThat(bell.together()).isEqualTo(1);
    assertThatThrownBy(() -> sleep.sleep(List.of(), 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
