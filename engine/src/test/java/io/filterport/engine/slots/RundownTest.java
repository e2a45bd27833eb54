package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RundownTest {
  @Test
  @DisplayName("DIS-08: the action waits for the last one inside, and nobody enters any more")
  void lastOneOut() {
    Rundown rundown = new Rundown();
    AtomicInteger runs = new AtomicInteger();
    assertThat(rundown.enter()).isTrue();
    assertThat(rundown.enter()).isTrue();
    rundown.close(runs::incrementAndGet);
    assertThat(rundown.enter()).isFalse();
    rundown.exit();
    assertThat(runs).hasValue(0);
    rundown.exit();
    assertThat(runs).hasValue(1);
    assertThat(rundown.enter()).isFalse();
    assertThat(runs).hasValue(1);
  }

  @Test
  void emptyActsAtOnce() {
    AtomicInteger runs = new AtomicInteger();
    new Rundown().close(runs::incrementAndGet);
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("DIS-08: under fire, nobody is inside when the action runs, and it runs once")
  void underFire() throws InterruptedException {
    for (int round = 0; round < 300; round++) {
      Rundown rundown = new Rundown();
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger runs = new AtomicInteger();
      AtomicBoolean wrong = new AtomicBoolean();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        threads.add(Thread.ofPlatform().start(() -> enterUntilClosed(rundown, inside)));
      }
      rundown.close(
          () -> {
            runs.incrementAndGet();
            wrong.set(inside.get() != 0);
          });
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(runs).hasValue(1);
      assertThat(wrong).isFalse();
    }
  }

  private static void enterUntilClosed(Rundown rundown, AtomicInteger inside) {
    while (rundown.enter()) {
      inside.incrementAndGet();
      inside.decrementAndGet();
      rundown.exit();
    }
  }
}
