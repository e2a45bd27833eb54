package io.filterport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.FutexSet.Word;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FutexSetTest {
  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final int SIZE = 4096;
  private static final int VALUE = 0x55;

  private final int first = MemFd.create("first");
  private final int second = MemFd.create("second");
  private final Mapping one = map(first);
  private final Mapping two = map(second);

  private static Mapping map(int fd) {
    assertThat(MemFd.truncate(fd, SIZE)).isZero();
    return Mapping.readWrite(fd, SIZE);
  }

  @BeforeEach
  void needsKernel() {
    assumeTrue(FutexSet.isAvailable(), "futex_waitv needs Linux 5.16");
    one.segment().set(JAVA_INT, 0, VALUE);
    two.segment().set(JAVA_INT, 64, -1);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    Fds.close(first);
    Fds.close(second);
    assertThat(Thread.interrupted()).as("a leaked interrupt").isFalse();
  }

  private List<Word> words() {
    return List.of(new Word(one.segment(), 0, VALUE), new Word(two.segment(), 64, -1));
  }

  private CompletableFuture<Integer> sleeper() {
    return CompletableFuture.supplyAsync(() -> FutexSet.await(words(), FOR_EVER));
  }

  private static void wake(Mapping mapping, long offset) {
    while (Futex.wake(mapping.segment(), offset, 1) == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void anotherValueIsNotWaitedFor() {
    two.segment().set(JAVA_INT, 64, 7);
    assertThat(FutexSet.await(words(), FOR_EVER)).isEqualTo(-Errno.EAGAIN);
  }

  @Test
  void theTimeIsUp() {
    for (long nanos : new long[] {-5, 0, 1, 999_999_999 / 100}) {
      assertThat(FutexSet.await(words(), nanos)).isEqualTo(-Errno.ETIMEDOUT);
    }
  }

  @RepeatedTest(20)
  void theOneThatIsWokenIsTold() {
    CompletableFuture<Integer> sleeper = sleeper();
    wake(two, 64);
    assertThat(sleeper.join()).isEqualTo(1);
    sleeper = sleeper();
    wake(one, 0);
    assertThat(sleeper.join()).isZero();
  }

  @Test
  void asManyAsThereMayBe() {
    List<Word> most =
        IntStream.range(0, FutexSet.MOST)
            .mapToObj(i -> new Word(two.segment(), 4L * i, 0))
            .toList();
    two.segment().set(JAVA_INT, 64, 0);
    assertThat(FutexSet.await(most, 1_000)).isEqualTo(-Errno.ETIMEDOUT);
    List<Word> more =
        IntStream.rangeClosed(0, FutexSet.MOST)
            .mapToObj(i -> new Word(two.segment(), 4L * i, 0))
            .toList();
    assertThat(FutexSet.await(more, 1_000)).isEqualTo(-Errno.EINVAL);
  }

  @Test
  void anInterruptThatCameBeforeEndsIt() {
    Thread.currentThread().interrupt();
    assertThat(FutexSet.await(words(), FOR_EVER)).isEqualTo(-Errno.EINTR);
    assertThat(Thread.interrupted()).isTrue();
  }

  @RepeatedTest(50)
  void anInterruptEndsIt() throws InterruptedException {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    Thread sleeper =
        Thread.ofPlatform().start(() -> result.complete(FutexSet.await(words(), FOR_EVER)));
    sleeper.interrupt();
    assertThat(result.join()).isEqualTo(-Errno.EINTR);
    sleeper.join();
  }

  @Test
  void aCrookedOffsetIsEinval() {
    assertThat(FutexSet.await(List.of(new Word(one.segment(), 1, 0)), 0)).isEqualTo(-Errno.EINVAL);
  }
}
