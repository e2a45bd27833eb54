package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.Fds;
import io.filterport.linux.UnixSocket;
import io.filterport.linux.UrgentSignal;
import io.filterport.volumes.Latches;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** The threads for which others wait inside the kernel go on where memory is out. */
class OutOfMemoryTest {
  private static final int TIMES = 3;
  private static final int ROOM = 8;
  private static final long LIMIT_NANOS = Long.MAX_VALUE;

  private final AtomicInteger calls = new AtomicInteger();

  /** Fails at first. */
  private void allocate() {
    if (calls.incrementAndGet() <= TIMES) {
      throw new OutOfMemoryError("for the test");
    }
  }

  private int room() {
    allocate();
    return ROOM;
  }

  @Test
  void aReaderThatFailsBetweenTwoReadsReadsOn() {
    CountDownLatch taken = new CountDownLatch(1);
    assertReads(this::room, events -> taken.countDown(), taken);
  }

  /** No other event may come to wake it. */
  @Test
  void aReaderThatFailsToAnswerAtTheEndOfAReadTriesItAgain() {
    CountDownLatch answered = new CountDownLatch(1);
    EventIntake intake =
        new EventIntake() {
          @Override
          public void take(FanotifyEvents events) {}

          @Override
          public void endOfRead() {
            allocate();
            answered.countDown();
          }
        };
    assertReads(() -> ROOM, intake, answered);
  }

  @Test
  void anAnswerThatFailsIsTriedAgain() {
    Counts counts = new Counts(this::allocate);
    new Responder(Fanotify.NOFD, counts).answer(Fanotify.NOFD, Fanotify.NOFD, true);
    assertThat(counts.total(Count.ANSWERED)).isEqualTo(1);
    assertThat(calls.get()).isGreaterThan(TIMES);
  }

  private void assertReads(IntSupplier room, EventIntake intake, CountDownLatch done) {
    int[] sockets = {-1, -1};
    assertThat(UnixSocket.pair(UnixSocket.SEQPACKET, sockets)).isZero();
    Counts counts = new Counts(() -> {});
    Backlog backlog = new Backlog(ROOM, LIMIT_NANOS, room, () -> 0, System::nanoTime);
    try (EventWait wait = EventWait.on(sockets[0]);
        EventReader reader =
            new EventReader(
                "test", sockets[0], wait, backlog, FanotifyEvents.bytesFor(ROOM), intake, counts)) {
      reader.start();
      send(sockets[1]);
      Latches.await(done);
    }
    assertThat(counts.total(Count.INTERNAL_ERRORS)).isEqualTo(TIMES);
    Fds.close(sockets[0]);
    Fds.close(sockets[1]);
  }

  private static void send(int kernel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event =
          FanotifyEvents.madeUp(
              arena, Fanotify.OPEN_PERM, Fanotify.NOFD, 1, FanotifyEvents.NO_PIDFD);
      assertThat(Fds.write(kernel, event)).isEqualTo(event.byteSize());
    }
  }

  @Test
  void theKeeperOfMarksThatFailsToWaitWaitsAgain() {
    KernelMarks marks =
        new KernelMarks(
            Fanotify.NOFD, Fanotify.NOFD, 1, KernelMarks.LIFE_NANOS, new NamelessFiles());
    CountDownLatch waits = new CountDownLatch(1);
    try (MarkKeeper keeper =
        new MarkKeeper(
            VerdictCache.of(1, marks),
            nanos -> {
              allocate();
              waits.countDown();
              UrgentSignal.await(nanos);
            })) {
      keeper.start();
      Latches.await(waits);
    }
    assertThat(calls.get()).isGreaterThan(TIMES);
  }
}
