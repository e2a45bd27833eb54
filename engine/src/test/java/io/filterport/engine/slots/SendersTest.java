package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.engine.slots.CallOutcome.Kind;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Senders, held at the very moment at which something else happens. */
class SendersTest {
  private static final int SLOTS = 64;
  private static final int LONGEST = 512;

  private final HeapTable heap = new HeapTable(SLOTS, LONGEST);
  private final CallerHalf caller = heap.caller;
  private final CalleeHalf callee = heap.callee;

  private RecordingGetter offer(int capacity) {
    RecordingGetter getter = new RecordingGetter(capacity);
    assertThat(callee.offer(getter)).isTrue();
    return getter;
  }

  private Kind tell(int length, Deadline deadline) {
    return caller
        .call(
            Buffers.allocate(length),
            false,
            null,
            null,
            LookingClock.SPAN,
            new LookingClock(deadline),
            true)
        .kind();
  }

  @Test
  @DisplayName("KSM-39: a poll missed a getter, for the one that it chose was cancelled meanwhile")
  void pollAgainstExchange() {
    RecordingGetter old = offer(64);
    RecordingGetter[] fresh = new RecordingGetter[1];
    heap.messages.beforeReserve =
        () -> {
          fresh[0] = offer(64);
          assertThat(callee.cancel(old)).isTrue();
        };
    assertThat(tell(8, Deadline.NOW)).isEqualTo(Kind.DELIVERED);
    assertThat(fresh[0].ends).containsExactly(NtStatus.SUCCESS);
  }

  @Test
  @DisplayName("KSM-48: a sender that left at the end handed a getter to the next in line")
  void leavingAtTheEnd() throws Exception {
    List<RecordingGetter> tiny = List.of(offer(16), offer(16), offer(16));
    Future<Kind> large = standing(100, Deadline.NEVER);
    untilEnded(tiny.get(0));
    Held held = new Held();
    Future<Kind> small = standing(60, held);
    untilEnded(tiny.get(1));
    RecordingGetter fits = offer(16 + 60);
    untilEnded(tiny.get(2));
    held.hold();
    caller.close();
    assertThat(large.get()).isEqualTo(Kind.DISCONNECTED);
    held.release();
    assertThat(small.get()).isEqualTo(Kind.DISCONNECTED);
    assertThat(fits.ends).isEmpty();
  }

  /** Too small for a message that then waits in line. */
  private static void untilEnded(RecordingGetter getter) {
    while (getter.ends.isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(getter.ends).containsExactly(NtStatus.BUFFER_TOO_SMALL);
  }

  /** A sender in a thread of its own. */
  private Future<Kind> standing(int length, Deadline deadline) {
    FutureTask<Kind> task = new FutureTask<>(() -> tell(length, deadline));
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  /** Never over; looked at again and again by whoever waits, and holds that thread at will. */
  private static final class Held implements Deadline {
    private final Semaphore inside = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean holds;

    @Override
    public long remainingNanos() {
      if (holds) {
        inside.release();
        try {
          released.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return 1_000_000;
    }

    /** Returns when the thread is held. */
    void hold() {
      holds = true;
      inside.acquireUninterruptibly();
    }

    void release() {
      released.countDown();
    }
  }
}
