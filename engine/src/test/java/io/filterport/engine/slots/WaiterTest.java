package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WaiterTest {
  private static <T> T virtually(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task.get();
  }

  @Test
  @DisplayName("a waiter is its maker's")
  void makers() throws Exception {
    Waiter mine = new Waiter();
    assertThat(mine.isCurrentThread()).isTrue();
    assertThat(virtually(mine::isCurrentThread)).isFalse();
  }

  @Test
  @DisplayName("a wake lasts until the thread looks")
  void pokes() {
    Waiter mine = new Waiter();
    assertThat(mine.isPoked()).isFalse();
    mine.wake();
    assertThat(mine.isPoked()).isTrue();
    mine.park(Deadline.NEVER);
    mine.clear();
    assertThat(mine.isPoked()).isFalse();
  }

  @Test
  @DisplayName("of those that wait the first one that can sleep on a bell is found")
  void platform() throws Exception {
    Waiter virtual = virtually(Waiter::new);
    Waiter mine = new Waiter();
    WaiterList list = new WaiterList();
    assertThat(list.firstPlatform()).isNull();
    list.add(virtual);
    assertThat(list.firstPlatform()).isNull();
    assertThat(list.hasVirtual()).isTrue();
    list.add(mine);
    assertThat(list.size()).isEqualTo(2);
    assertThat(list.firstPlatform()).isSameAs(mine);
    list.remove(virtual);
    assertThat(list.hasVirtual()).isFalse();
    assertThat(list.all()).containsExactly(mine);
    assertThat(list.size()).isEqualTo(1);
  }
}
