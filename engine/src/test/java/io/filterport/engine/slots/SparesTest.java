package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SparesTest {
  private static final int PLACES = 16;

  private final Spares<String> spares = new Spares<>();

  @Test
  @DisplayName("a thread gets back what it gave, once")
  void back() {
    assertThat(spares.take()).isNull();
    spares.give("mine");
    assertThat(spares.take()).isEqualTo("mine");
    assertThat(spares.take()).isNull();
  }

  @Test
  @DisplayName("threads that were made one after the other have places of their own")
  void neighbours() throws Exception {
    spares.give("mine");
    FutureTask<String> other = new FutureTask<>(spares::take);
    onNeighbour(other);
    assertThat(other.get()).isNull();
    assertThat(spares.take()).isEqualTo("mine");
  }

  private static void onNeighbour(FutureTask<String> task) {
    long mine = Thread.currentThread().threadId() % PLACES;
    Thread thread = new Thread(task);
    while (thread.threadId() % PLACES == mine) {
      thread = new Thread(task);
    }
    thread.start();
  }
}
