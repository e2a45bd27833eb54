package io.filterport.engine;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.slots.CalleeHalf;
import io.filterport.engine.slots.Deadline;
import io.filterport.engine.slots.EngineClock;
import io.filterport.engine.slots.Waiter;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A completion port. While it serves one connection its workers wait on that connection's own
 * arrival bell, so no thread stands between a message and the worker that takes it. With several
 * connections each has a thread that watches for arrivals, and the workers park.
 */
final class EngineCompletionPort implements CompletionPort {
  private final ConcurrentLinkedQueue<Completion> packets = new ConcurrentLinkedQueue<>();

  // guarded by this
  private final ArrayDeque<Idle> idle = new ArrayDeque<>();
  private int associations;

  // written under this
  private volatile @Nullable CalleeHalf only;
  private volatile boolean closed;

  /** A worker without a packet, and where it waits. */
  private static final class Idle {
    final Waiter waiter = new Waiter();
    private final @Nullable CalleeHalf half;

    /**
     * Not idle any more. It must look at the packets even if another took the one that it was
     * called for: it is not in the list now, and nobody would call it again.
     */
    volatile boolean called;

    Idle(@Nullable CalleeHalf half) {
      this.half = half;
    }

    void wake() {
      if (half == null) {
        waiter.unpark();
      } else {
        half.wake(waiter);
      }
    }
  }

  @Override
  public void associate(FilterPort port, long key) {
    if (!(port instanceof EnginePort handle)) {
      throw new FilterPortException(
          "associating a port", NtStatus.INVALID_PARAMETER, "It is of another world.");
    }
    checkOpen();
    tie(handle.associate(new OverlappedGetter.Association(this, key)));
  }

  private synchronized void tie(CalleeHalf half) {
    CalleeHalf first = only;
    only = ++associations == 1 ? half : null;
    if (associations > 1) {
      half.ensureLeader();
      if (first != null) {
        first.ensureLeader();
      }
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new FilterPortException(
          "using a completion port", NtStatus.ABANDONED, "It is closed; its workers should end.");
    }
  }

  @Override
  public @Nullable Completion get(Timeout timeout) {
    Deadline deadline = Deadline.of(timeout, EngineClock.SYSTEM);
    Completion packet = packets.poll();
    while (packet == null) {
      checkOpen();
      boolean last = deadline.remainingNanos() <= 0 || Thread.currentThread().isInterrupted();
      waitForPacket(deadline);
      packet = packets.poll();
      if (last) {
        return packet;
      }
    }
    return packet;
  }

  private void waitForPacket(Deadline deadline) {
    CalleeHalf half = only;
    boolean watching = half != null && !half.isClosed();
    Idle me = new Idle(watching ? half : null);
    push(me);
    try {
      if (half != null && watching) {
        half.service();
        half.await(me.waiter, () -> me.called || hasNews() || half.isClosed(), deadline);
      } else if (!hasNews()) {
        LockSupport.parkNanos(this, deadline.remainingNanos());
      }
    } finally {
      remove(me);
    }
  }

  private boolean hasNews() {
    return !packets.isEmpty() || closed || Thread.currentThread().isInterrupted();
  }

  private synchronized void push(Idle worker) {
    idle.push(worker);
  }

  private synchronized void remove(Idle worker) {
    idle.remove(worker);
  }

  @Override
  public void post(Completion packet) {
    checkOpen();
    completed(packet);
  }

  /** A packet of a get. After the close it has nobody to go to. */
  void completed(Completion packet) {
    if (closed) {
      return;
    }
    packets.add(packet);
    Idle worker = nextIdle();
    if (worker != null) {
      worker.wake();
    }
  }

  /** The worker that does the bookkeeping takes the packet itself; else the one that came last. */
  private synchronized @Nullable Idle nextIdle() {
    for (Idle worker : idle) {
      if (worker.waiter.isCurrentThread()) {
        call(worker);
        return null;
      }
    }
    Idle last = idle.peek();
    if (last != null) {
      call(last);
    }
    return last;
  }

  private void call(Idle worker) {
    worker.called = true;
    idle.remove(worker);
  }

  @Override
  public void close() {
    ArrayDeque<Idle> released;
    synchronized (this) {
      closed = true;
      released = new ArrayDeque<>(idle);
      idle.clear();
    }
    packets.clear();
    released.forEach(Idle::wake);
  }
}
