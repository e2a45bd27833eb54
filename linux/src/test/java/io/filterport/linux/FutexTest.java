package io.filterport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FutexTest {
  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final int SIZE = 4096;
  private static final int OFFSET = 64;
  private static final int WORD = 0x55;

  private final int fd = MemFd.create("futex");
  private Mapping mapping = map();

  private Mapping map() {
    assertThat(MemFd.truncate(fd, SIZE)).isZero();
    return Mapping.readWrite(fd, SIZE);
  }

  @BeforeEach
  void set() {
    mapping.segment().set(JAVA_INT, OFFSET, WORD);
  }

  @AfterEach
  void close() {
    mapping.close();
    Fds.close(fd);
    assertThat(Thread.interrupted()).as("a leaked interrupt").isFalse();
  }

  @Test
  void anotherValueIsNotWaitedFor() {
    assertThat(Futex.await(mapping.segment(), OFFSET, WORD + 1, FOR_EVER)).isEqualTo(-Errno.EAGAIN);
  }

  @Test
  void theTimeIsUp() {
    assertThat(Futex.await(mapping.segment(), OFFSET, WORD, 1_000)).isEqualTo(-Errno.ETIMEDOUT);
    assertThat(Futex.await(mapping.segment(), OFFSET, WORD, 0)).isEqualTo(-Errno.ETIMEDOUT);
    assertThat(Futex.await(mapping.segment(), OFFSET, WORD, -5)).isEqualTo(-Errno.ETIMEDOUT);
  }

  @Test
  void nobodyToWake() {
    assertThat(Futex.wake(mapping.segment(), OFFSET, 1)).isZero();
  }

  @Test
  void aCrookedOffsetIsEinval() {
    assertThat(Futex.await(mapping.segment(), OFFSET + 1, WORD, 0)).isEqualTo(-Errno.EINVAL);
  }

  @Test
  void outsideOfTheMemory() {
    assertThatThrownBy(() -> Futex.wake(mapping.segment(), SIZE, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void heapMemoryIsRefused() {
    MemorySegment heap = MemorySegment.ofArray(new int[4]);
    assertThatThrownBy(() -> Futex.wake(heap, 0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aWakeThroughAnotherReadOnlyMappingEndsTheWait() throws Exception {
    Sleeper sleeper = new Sleeper(mapping.segment(), FOR_EVER);
    try (Mapping other = Mapping.readOnly(fd, SIZE)) {
      while (Futex.wake(other.segment(), OFFSET, 1) == 0) {
        Thread.onSpinWait();
      }
    }
    assertThat(sleeper.result.get()).isZero();
  }

  @Test
  void sleepersAreWokenAsCounted() throws Exception {
    List<Sleeper> sleepers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sleepers.add(new Sleeper(mapping.segment(), FOR_EVER));
    }
    int woken = 0;
    while (woken < 3) {
      int count = Futex.wake(mapping.segment(), OFFSET, 1);
      assertThat(count).isBetween(0, 1);
      woken += count;
    }
    for (Sleeper sleeper : sleepers) {
      assertThat(sleeper.result.get()).isZero();
    }
  }

  @Test
  void interruptEndsAWaitInTheKernel() throws Exception {
    Sleeper sleeper = new Sleeper(mapping.segment(), FOR_EVER);
    sleeper.untilAsleep();
    sleeper.thread.interrupt();
    assertThat(sleeper.result.get()).isEqualTo(-Errno.EINTR);
    assertThat(sleeper.stillInterrupted.get()).isTrue();
  }

  @Test
  void anEarlierInterruptPreventsTheWait() {
    Thread.currentThread().interrupt();
    assertThat(Futex.await(mapping.segment(), OFFSET, WORD, FOR_EVER)).isEqualTo(-Errno.EINTR);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void afterAnInterruptTheNextWaitIsAWait() {
    Thread.currentThread().interrupt();
    Futex.await(mapping.segment(), OFFSET, WORD, FOR_EVER);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Futex.await(mapping.segment(), OFFSET, WORD, 1_000)).isEqualTo(-Errno.ETIMEDOUT);
  }

  /** The interrupt falls anywhere: before the wait, on the way into the kernel, in it. */
  @RepeatedTest(5)
  void noInterruptIsLostWheneverItComes() throws Exception {
    int rounds = 2_000;
    Semaphore ready = new Semaphore(0);
    Thread waiter = Thread.ofPlatform().daemon().start(() -> waitOften(ready, rounds));
    for (int i = 0; i < rounds; i++) {
      ready.acquire();
      spin(i % 64 * 8);
      waiter.interrupt();
    }
    waiter.join();
    assertThat(mapping.segment().get(JAVA_INT, OFFSET))
        .as("the word is left alone")
        .isEqualTo(WORD);
  }

  private void waitOften(Semaphore ready, int rounds) {
    for (int i = 0; i < rounds; i++) {
      ready.release();
      while (!Thread.interrupted()) {
        Futex.await(mapping.segment(), OFFSET, WORD, FOR_EVER);
      }
    }
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  @Test
  void theMemoryStaysWhileSomebodySleepsOnIt() throws Exception {
    Sleeper sleeper = new Sleeper(mapping.segment(), FOR_EVER);
    sleeper.untilAsleep();
    assertThatThrownBy(mapping::close).isInstanceOf(IllegalStateException.class);
    sleeper.thread.interrupt();
    assertThat(sleeper.result.get()).isEqualTo(-Errno.EINTR);
    mapping.close();
    mapping = Mapping.readWrite(fd, SIZE);
  }

  /** A thread that sleeps on the word once. */
  private static final class Sleeper {
    final CompletableFuture<Integer> result = new CompletableFuture<>();
    final CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private final String call;
    private int threadId;
    final Thread thread;

    Sleeper(MemorySegment segment, long nanos) {
      call = Arch.SYS_FUTEX + " 0x" + Long.toHexString(segment.address() + OFFSET) + " ";
      thread = Thread.ofPlatform().daemon().start(() -> run(segment, nanos));
    }

    private void run(MemorySegment segment, long nanos) {
      threadId = ProcessControl.threadId();
      started.countDown();
      int outcome = Futex.await(segment, OFFSET, WORD, nanos);
      stillInterrupted.complete(Thread.currentThread().isInterrupted());
      result.complete(outcome);
    }

    /** The kernel's word: the thread is in our futex call, known by the address. */
    void untilAsleep() throws InterruptedException, IOException {
      started.await();
      Path current = Path.of("/proc/self/task/" + threadId + "/syscall");
      while (!Files.readString(current).startsWith(call)) {
        Thread.onSpinWait();
      }
    }
  }
}
