package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import io.filterport.volumes.Latches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks that hang, throw or come late: nothing that was read stays without an answer. */
class NoVerdictTest {
  /** To be waited for, but long enough for a callback to have begun. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path mount;

  /** A callback that waits until it is let go, and says when it began. */
  private static final class Gate {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final CompletableFuture<String> left = new CompletableFuture<>();

    Verdict pass(FileOperation operation, Verdict verdict) throws IOException {
      entered.countDown();
      Latches.await(open);
      left.complete(Sandbox.text(operation));
      return verdict;
    }
  }

  private static void assertDefault(boolean allow, String output) {
    assertThat(output).contains(allow ? "clean" : Sandbox.NOT_PERMITTED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whenTimeRunsOutTheDefaultVerdictCounts(boolean allow) throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Gate gate = new Gate();
          Verdict late = allow ? Verdict.DENY : Verdict.ALLOW;
          FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(allow, SHORT), operation -> gate.pass(operation, late));
          assertDefault(allow, sandbox.cat(sandbox.guarded("clean")));
          gate.open.countDown();
          assertThat(gate.left.join()).isEqualTo("clean");
          volume.close();
          assertThat(volume.counters().failed()).isEqualTo(1);
          assertThat(volume.eventCounters().timedOut()).isEqualTo(1);
          assertThat(volume.eventCounters().answered()).isEqualTo(1);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCallbackThatThrowsGivesTheDefaultVerdict(boolean allow) throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume =
              sandbox.volume(Sandbox.options(allow, LONG), NoVerdictTest::fail)) {
            assertDefault(allow, sandbox.cat(sandbox.guarded("clean")));
            assertThat(sandbox.cat(sandbox.guarded("bad")))
                .contains(allow ? "bad" : Sandbox.NOT_PERMITTED);
            assertThat(volume.counters().failed()).isEqualTo(2);
          }
        });
  }

  private static Verdict fail(FileOperation operation) throws IOException {
    if (operation.path().endsWith("clean")) {
      throw new IOException("on purpose");
    }
    throw new StackOverflowError("on purpose");
  }

  @Test
  void whenAllWorkersHangEveryOpenerGetsTheDefaultVerdict() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Gate gate = new Gate();
          FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(true, SHORT).withWorkers(1),
                  operation -> gate.pass(operation, Verdict.DENY));
          assertThat(fourAtOnce(sandbox).output()).isEqualTo("clean".repeat(4));
          volume.close();
          gate.open.countDown();
          assertThat(volume.eventCounters().timedOut()).isEqualTo(4);
        });
  }

  /** Three workers, and one user's files are not scanned in time. */
  @Test
  void whoFillsAllLinesWithLongScansDoesNotHaveOthersDeniedByDefault() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Gate gate = new Gate();
          String other = sandbox.guarded("other").toString();
          try (FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(false, LONG).withWorkers(3),
                  operation ->
                      operation.path().equals(other)
                          ? Verdict.ALLOW
                          : gate.pass(operation, Verdict.ALLOW))) {
            assertThat(sandbox.cat(sandbox.guarded("other"))).isEqualTo("other");
            Opener greedy = fourAtOnce(sandbox, "setpriv --reuid=12345 ");
            while (volume.counters().asked() < 5) {
              Thread.onSpinWait();
            }
            assertThat(sandbox.cat(sandbox.guarded("other"))).isEqualTo("other");
            gate.open.countDown();
            assertThat(greedy.output()).isEqualTo("clean".repeat(4));
          }
        });
  }

  private static Opener fourAtOnce(Sandbox sandbox) {
    return fourAtOnce(sandbox, "");
  }

  private static Opener fourAtOnce(Sandbox sandbox, String as) {
    return Opener.startShell(
        "for i in 1 2 3 4; do " + as + "cat \"$1\" & done; wait",
        sandbox.guarded("clean").toString());
  }

  /** With room for one: it is in flight, and others are left in the kernel's queue. */
  private static void awaitUnread(FanotifyVolume volume) {
    while (!volume.isResting() || !volume.hasUnread()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void moreThanFitsIsLeftUnreadAndGetsItsOwnVerdict() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Gate gate = new Gate();
          try (FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(false, LONG).withMaxInFlight(1),
                  operation -> gate.pass(operation, Verdict.ALLOW))) {
            Opener four = fourAtOnce(sandbox);
            awaitUnread(volume);
            gate.open.countDown();
            assertThat(four.output()).isEqualTo("clean".repeat(4));
            assertThat(volume.eventCounters().tooMany()).isZero();
            assertThat(volume.counters().failed()).isZero();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatFindsNoRoomUntilItsTimeIsOverGetsTheDefaultVerdict(boolean allow) throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Gate gate = new Gate();
          FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(allow, SHORT).withMaxInFlight(1),
                  operation -> gate.pass(operation, allow ? Verdict.DENY : Verdict.ALLOW));
          assertThat(fourAtOnce(sandbox).output().split(allow ? "clean" : "not permitted", -1))
              .hasSize(5);
          volume.close();
          gate.open.countDown();
          FanotifyCounters counters = volume.eventCounters();
          assertThat(counters.timedOut() + counters.tooMany()).isEqualTo(4);
        });
  }

  @Test
  void closingAnswersWhatIsUnreadForWantOfRoom() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Gate gate = new Gate();
          FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(true, SHORT).withMaxInFlight(1),
                  operation -> gate.pass(operation, Verdict.DENY));
          Opener four = fourAtOnce(sandbox);
          awaitUnread(volume);
          volume.close();
          assertThat(four.output()).isEqualTo("clean".repeat(4));
          gate.open.countDown();
        });
  }

  @Test
  void aReaderThatLeavesEventsUnreadIsAlive() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Gate gate = new Gate();
          try (FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(false, LONG).withMaxInFlight(1),
                  operation -> gate.pass(operation, Verdict.ALLOW))) {
            Opener four = fourAtOnce(sandbox);
            awaitUnread(volume);
            ReaderProgress progress = ReaderProgress.of(volume);
            assertThat(progress.isAlive()).isTrue();
            assertThat(progress.isAlive()).isTrue();
            gate.open.countDown();
            assertThat(four.output()).isEqualTo("clean".repeat(4));
          }
        });
  }

  @Test
  void aCallbackThatWaitsForWhatIsUnreadWaitsForTheTimeLimit() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          CountDownLatch others = new CountDownLatch(1);
          CompletableFuture<String> found = new CompletableFuture<>();
          try (FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(true, SHORT).withMaxInFlight(1),
                  operation -> {
                    Latches.await(others);
                    found.complete(Files.readString(sandbox.guarded("bad")));
                    return Verdict.ALLOW;
                  })) {
            Opener four = fourAtOnce(sandbox);
            awaitUnread(volume);
            others.countDown();
            assertThat(found.join()).isEqualTo("bad");
            assertThat(four.output()).isEqualTo("clean".repeat(4));
          }
        });
  }

  @Test
  void closingWaitsForTheVerdictThatIsOnItsWay() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Gate gate = new Gate();
          FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(true, LONG), operation -> gate.pass(operation, Verdict.DENY));
          Opener pending = Opener.start("cat", sandbox.guarded("clean").toString());
          gate.entered.await();
          CompletableFuture<Void> closing = CompletableFuture.runAsync(volume::close);
          gate.open.countDown();
          assertThat(pending.output()).contains(Sandbox.NOT_PERMITTED);
          closing.join();
          assertThat(volume.eventCounters().answered()).isEqualTo(1);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closingDoesNotWaitForACallbackThatHangs(boolean allow) throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Gate gate = new Gate();
          FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(allow, SHORT), operation -> gate.pass(operation, Verdict.ALLOW));
          Opener pending = Opener.start("cat", sandbox.guarded("clean").toString());
          gate.entered.await();
          volume.close();
          assertDefault(allow, pending.output());
          assertThat(volume.eventCounters().read()).isEqualTo(1);
          assertThat(volume.eventCounters().answered()).isEqualTo(1);
          gate.open.countDown();
        });
  }

  @Test
  void anOpenerThatIsKilledMeanwhileTakesNobodyWithIt() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Gate gate = new Gate();
          try (FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(false, LONG), operation -> gate.pass(operation, Verdict.ALLOW))) {
            Opener first = Opener.start("cat", sandbox.guarded("clean").toString());
            gate.entered.await();
            first.process().destroyForcibly().waitFor();
            gate.open.countDown();
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(volume.eventCounters().rejected()).isZero();
          }
        });
  }

  @Test
  void aListenerThatIsKilledReleasesItsOpeners() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Opener listener = Opener.start(HangingListener.command(sandbox.directory()));
          assertThat(listener.line()).isEqualTo(HangingListener.READY);
          Opener opener = Opener.start("cat", sandbox.guarded("clean").toString());
          assertThat(listener.line()).isEqualTo(HangingListener.ASKED);
          listener.process().destroyForcibly().waitFor();
          assertThat(opener.output()).isEqualTo("clean");
        });
  }
}
