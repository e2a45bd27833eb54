package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a callback that works for long hears of its opener, and which time it can ask for. */
class AbandonedOperationTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path mount;

  /** Ends when nobody waits for it any more. */
  private static Verdict untilAbandoned(FileOperation operation, CountDownLatch begun) {
    assertThat(operation.isAbandoned()).isFalse();
    begun.countDown();
    while (!operation.isAbandoned()) {
      Thread.onSpinWait();
    }
    return Verdict.ALLOW;
  }

  @Test
  void anOpenerThatIsKilledIsNoticed() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          CountDownLatch begun = new CountDownLatch(1);
          CompletableFuture<Verdict> ended = new CompletableFuture<>();
          try (FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(false, LONG),
                  operation -> {
                    ended.complete(untilAbandoned(operation, begun));
                    return Verdict.ALLOW;
                  })) {
            Opener opener = Opener.start("cat", sandbox.guarded("clean").toString());
            begun.await();
            opener.process().destroyForcibly().waitFor();
            assertThat(ended.join()).isEqualTo(Verdict.ALLOW);
            assertThat(volume.eventCounters().timedOut()).isZero();
          }
        });
  }

  @Test
  void anOperationWhoseTimeRanOutIsAbandoned() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          CountDownLatch begun = new CountDownLatch(1);
          try (FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(false, SHORT), operation -> untilAbandoned(operation, begun))) {
            assertThat(sandbox.cat(sandbox.guarded("clean"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.eventCounters().timedOut()).isOne();
          }
        });
  }

  @Test
  void whoAsksForMoreTimeGetsItAndTheVerdictCounts() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(false, SHORT).withExtensions(1000),
                  AbandonedOperationTest::takeLonger)) {
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(volume.eventCounters().timedOut()).isZero();
          }
        });
  }

  private static Verdict takeLonger(FileOperation operation) {
    long end = System.nanoTime() + 3 * SHORT.toNanos();
    while (end - System.nanoTime() > 0) {
      assertThat(operation.askForMoreTime()).isTrue();
    }
    return Verdict.ALLOW;
  }

  @Test
  void itGetsAsMuchAsTheVolumeHas() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          AtomicInteger refused = new AtomicInteger();
          try (FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(false, SHORT).withExtensions(2),
                  operation -> askForEver(operation, refused))) {
            long begin = System.nanoTime();
            assertThat(sandbox.cat(sandbox.guarded("clean"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(System.nanoTime() - begin).isGreaterThan(3 * SHORT.toNanos());
            assertThat(volume.eventCounters().timedOut()).isOne();
          }
          assertThat(refused).hasPositiveValue();
        });
  }

  private static Verdict askForEver(FileOperation operation, AtomicInteger refused) {
    while (!operation.isAbandoned()) {
      refused.addAndGet(operation.askForMoreTime() ? 0 : 1);
    }
    return Verdict.ALLOW;
  }

  @Test
  void aVolumeThatHasNoMoreTimeSaysSo() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(false, LONG),
                  operation -> operation.askForMoreTime() ? Verdict.DENY : Verdict.ALLOW)) {
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(volume.eventCounters().timedOut()).isZero();
          }
        });
  }

  @Test
  void aVolumeThatIsClosedGivesNoMoreTime() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          CountDownLatch begun = new CountDownLatch(1);
          FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(true, SHORT).withExtensions(1000),
                  operation -> {
                    begun.countDown();
                    return askForEver(operation, new AtomicInteger());
                  });
          Opener opener = Opener.start("cat", sandbox.guarded("clean").toString());
          begun.await();
          volume.close();
          assertThat(opener.output()).isEqualTo("clean");
          assertThat(volume.eventCounters().timedOut()).isOne();
        });
  }
}
