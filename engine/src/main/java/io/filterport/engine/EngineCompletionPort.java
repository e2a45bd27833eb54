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
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A completion port. Its workers wait on the arrival bells of the connections that it serves, all
 * at once, so no thread stands between a message and the worker that takes it. Those that cannot,
 * and there is nobody else to watch a connection, leave that to a thread of the connection's: a
 * virtual thread, and one that would have to sleep on more bells than the system lets it.
 */
final class EngineCompletionPort implements CompletionPort {
  private final ConcurrentLinkedQueue<Completion> packets = new ConcurrentLinkedQueue<>();

  // guarded by this
  private final ArrayDeque<Idle> idle = new ArrayDeque<>();

  // written under this
  private volatile List<CalleeHalf> halves = List.of();
  private volatile boolean closed;

  /** A worker without a packet. */
  private static final class Idle {
    final Waiter waiter = new Waiter();

    /**
     * Not idle any more. It must look at the packets even if another took the one that it was
     * called for: it is not in the list now, and nobody would call it again.
     */
    volatile boolean called;
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

  /** Workers that wait already must wait for this one, too. */
  private void tie(CalleeHalf half) {
    List<Idle> waiting;
    synchronized (this) {
      halves = Stream.concat(halves.stream(), Stream.of(half)).toList();
      waiting = List.copyOf(idle);
    }
    waiting.forEach(worker -> worker.waiter.wake());
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
    List<CalleeHalf> watched = living();
    Idle me = new Idle();
    push(me);
    try {
      watched.forEach(CalleeHalf::service);
      CalleeHalf.await(
          watched, me.waiter, () -> me.called || hasNews() || isOutdated(watched), deadline);
    } finally {
      remove(me);
    }
  }

  private List<CalleeHalf> living() {
    return halves.stream().anyMatch(CalleeHalf::isClosed) ? withoutClosed() : halves;
  }

  private synchronized List<CalleeHalf> withoutClosed() {
    halves = halves.stream().filter(half -> !half.isClosed()).toList();
    return halves;
  }

  private boolean isOutdated(List<CalleeHalf> watched) {
    return !watched.equals(halves) || watched.stream().anyMatch(CalleeHalf::isClosed);
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
      worker.waiter.wake();
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
    released.forEach(worker -> worker.waiter.wake());
  }
}
