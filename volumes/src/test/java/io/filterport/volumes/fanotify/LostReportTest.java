package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.Fds;
import io.filterport.linux.MemFd;
import io.filterport.volume.FileOperation;
import io.filterport.volumes.CallbackStack;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not told is counted, and no verdict waits for what is told. */
class LostReportTest {
  private static final int ROOM = 2;
  private static final int STORM = 200;

  private static final String TOO_MUCH =
      "cd \"$1\" && most=$(cat /proc/sys/fs/fanotify/max_queued_events)"
          + " && seq -f d%.0f $((most + 1000)) | xargs mkdir";

  @TempDir Path mount;

  private static void storm(Sandbox sandbox) {
    String script = "i=0; while [ $i -lt " + STORM + " ]; do i=$((i+1)); : > \"$1/f$i\"; done";
    assertThat(Opener.shell(script, sandbox.directory().toString())).isEmpty();
  }

  @Test
  void aCallbackThatHangsCostsReportsAndNoVerdict() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          CountDownLatch goOn = new CountDownLatch(1);
          FanotifyVolume volume =
              sandbox.told(
                  Sandbox.options().withMaxUntold(ROOM), (operation, status) -> await(goOn));
          volume.attach("2", Sandbox::denyBad);
          storm(sandbox);
          assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
          assertThat(sandbox.cat(sandbox.guarded("bad"))).contains(Sandbox.NOT_PERMITTED);
          assertThat(volume.counters().asked()).isEqualTo(STORM + 2);
          assertThat(volume.counters().failed()).isZero();
          goOn.countDown();
          volume.close();
          ReportCounters counters = volume.reportCounters();
          assertThat(counters.lost()).isPositive();
          assertThat(counters.told() + counters.lost()).isEqualTo(2 * STORM);
          assertThat(counters.read()).isBetween((long) STORM, 2L * STORM);
          assertThat(counters.overflows()).isZero();
        });
  }

  @Test
  void aCallbackThatHangsDoesNotKeepTheVolumeOpen() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          CountDownLatch goOn = new CountDownLatch(1);
          LinkedBlockingQueue<Boolean> readable = new LinkedBlockingQueue<>();
          FanotifyVolume volume =
              sandbox.told(
                  Sandbox.options(true, Duration.ofMillis(300)),
                  (operation, status) -> {
                    await(goOn);
                    readable.add(isReadable(operation));
                  });
          storm(sandbox);
          volume.close();
          assertThat(volume.reportCounters().told()).isZero();
          assertThat(volume.reportCounters().lost()).isEqualTo(2 * STORM - 1);
          goOn.countDown();
          assertThat(readable.take()).isFalse();
        });
  }

  /** Each directory is an event of its own, and to make one opens nothing. */
  @Test
  void moreThanTheKernelKeepsIsLostAndCountedAndNobodyWaitsForIt() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume = sandbox.told(Sandbox.options(), (operation, status) -> {})) {
            volume.attach("2", Sandbox::denyBad);
            try (HangingReader _ = HangingReader.of(volume)) {
              assertThat(Opener.shell(TOO_MUCH, sandbox.directory().toString())).isEmpty();
            }
            while (volume.reportCounters().overflows() == 0) {
              Thread.onSpinWait();
            }
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(sandbox.cat(sandbox.guarded("bad"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.eventCounters().overflows()).isZero();
          }
        });
  }

  @Test
  void anOverflowOfTheKernelsQueueIsCounted() {
    Counts counts = new Counts(() -> {});
    CallbackStack stack = new CallbackStack(Sandbox.options().volume());
    try (GuardedTree tree = GuardedTree.open(Path.of("/proc"));
        Exemptions exemptions = new Exemptions();
        Teller teller = new Teller(1, stack, counts, 1)) {
      ReportIntake intake =
          new ReportIntake(tree, stack, exemptions, counts, Timeout.ofNanos(1), teller);
      intake.take(overflow());
    }
    assertThat(counts.reports()).isEqualTo(new ReportCounters(0, 0, 0, 0, 0, 1));
  }

  private static boolean isReadable(FileOperation operation) {
    try (Content content = operation.content()) {
      return content.size() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static FanotifyEvents overflow() {
    FanotifyEvents events = new FanotifyEvents(64);
    int file = MemFd.create("events");
    try (Arena arena = Arena.ofConfined()) {
      long mask = Fanotify.Q_OVERFLOW;
      Fds.writeAt(file, FanotifyEvents.madeUp(arena, mask, Fanotify.NOFD, 0, -1), 0);
    }
    assertThat(events.read(file)).isPositive();
    assertThat(events.next()).isTrue();
    Fds.close(file);
    return events;
  }
}
