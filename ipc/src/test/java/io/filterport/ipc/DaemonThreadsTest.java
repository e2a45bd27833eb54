package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {
  private static final int MOST = 3;

  private final ThreadPoolExecutor pool = DaemonThreads.upTo(MOST, "daemon-");

  /** Whether the system gives no thread. */
  private final AtomicBoolean fails = new AtomicBoolean();

  @AfterEach
  void close() {
    pool.shutdownNow();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("an idle thread takes the next task: no other is made")
  void idleFirst() {
    assertThat(pool.prestartCoreThread()).isTrue();
    awaitPolling(pool);
    for (int i = 0; i < 2 * MOST; i++) {
      CountDownLatch ran = new CountDownLatch(1);
      pool.execute(ran::countDown);
      await(ran);
      awaitPolling(pool);
    }
    assertThat(pool.getLargestPoolSize()).isEqualTo(1);
  }

  /** The pool's thread has asked the queue for its next task. */
  private static void awaitPolling(ThreadPoolExecutor idle) {
    TransferQueue<Runnable> queue = (TransferQueue<Runnable>) idle.getQueue();
    while (!queue.hasWaitingConsumer()) {
      Thread.onSpinWait();
    }
  }

  @Test
  @DisplayName("busy threads are joined by others, and what is beyond them waits its turn")
  void beyondThem() {
    CountDownLatch together = new CountDownLatch(MOST);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(3 * MOST);
    for (int i = 0; i < 3 * MOST; i++) {
      pool.execute(
          () -> {
            together.countDown();
            await(go);
            all.countDown();
          });
    }
    await(together);
    assertThat(pool.getQueue()).hasSize(2 * MOST);
    go.countDown();
    await(all);
    assertThat(pool.getLargestPoolSize()).isEqualTo(MOST);
  }

  @Test
  @DisplayName("what comes after the shutdown is dropped")
  void afterShutdown() {
    pool.shutdown();
    pool.execute(
        () -> {
          throw new AssertionError("it ran");
        });
    assertThat(pool.getQueue()).isEmpty();
  }

  // ---- where the system gives no thread

  private Thread thread(Runnable work) {
    if (fails.get()) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    return new Thread(work);
  }

  @Test
  @DisplayName("what comes while no thread can be made is run by the one that is always there")
  void noThread() {
    ThreadPoolExecutor unlucky = DaemonThreads.upTo(MOST, this::thread);
    CountDownLatch go = new CountDownLatch(1);
    try {
      assertThat(unlucky.prestartCoreThread()).isTrue();
      awaitPolling(unlucky);
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch all = new CountDownLatch(2);
      unlucky.execute(
          () -> {
            begun.countDown();
            await(go);
          });
      await(begun);
      fails.set(true);
      for (int i = 0; i < 2; i++) {
        assertThatCode(() -> unlucky.execute(all::countDown)).doesNotThrowAnyException();
      }
      assertThat(all.getCount()).isEqualTo(2);
      go.countDown();
      await(all);
    } finally {
      go.countDown();
      unlucky.shutdown();
    }
  }
}
