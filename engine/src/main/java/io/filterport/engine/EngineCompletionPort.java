package io.filterport.engine;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.slots.CalleeHalf;
import io.filterport.engine.slots.Deadline;
import io.filterport.engine.slots.EngineClock;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A completion port. Its workers wait on the arrival bells of the connections that it serves, all
 * at once, so no thread stands between a message and the worker that takes it. Those that cannot,
 * and there is nobody else to watch a connection, leave that to a thread of the connection's: a
 * virtual thread, and one that would have to sleep on more bells than the system lets it.
 */
final class EngineCompletionPort implements CompletionPort {
  private final Crew<Completion> workers =
      new Crew<>() {
        @Override
        boolean hire() {
          return false;
        }
      };

  // written under this
  private volatile List<CalleeHalf> halves = List.of();
  private volatile boolean closed;

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
    synchronized (this) {
      halves = Stream.concat(halves.stream(), Stream.of(half)).toList();
    }
    workers.wakeIdle();
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
    Crew.Member me = new Crew.Member();
    Completion packet = workers.take(me);
    while (packet == null) {
      checkOpen();
      boolean last = deadline.remainingNanos() <= 0 || Thread.currentThread().isInterrupted();
      waitForPacket(me, deadline);
      packet = workers.take(me);
      if (last) {
        return packet;
      }
    }
    return packet;
  }

  private void waitForPacket(Crew.Member me, Deadline deadline) {
    List<CalleeHalf> watched = living();
    workers.rest(me);
    watched.forEach(CalleeHalf::service);
    CalleeHalf.await(
        watched, me.waiter, () -> me.isCalled() || mayNotWait() || isOutdated(watched), deadline);
  }

  private List<CalleeHalf> living() {
    List<CalleeHalf> now = halves;
    return anyClosed(now) ? withoutClosed() : now;
  }

  private synchronized List<CalleeHalf> withoutClosed() {
    halves = halves.stream().filter(half -> !half.isClosed()).toList();
    return halves;
  }

  private boolean isOutdated(List<CalleeHalf> watched) {
    return !watched.equals(halves) || anyClosed(watched);
  }

  /** Asked with each look. */
  private static boolean anyClosed(List<CalleeHalf> some) {
    for (CalleeHalf half : some) {
      if (half.isClosed()) {
        return true;
      }
    }
    return false;
  }

  private boolean mayNotWait() {
    return closed || Thread.currentThread().isInterrupted();
  }

  @Override
  public void post(Completion packet) {
    checkOpen();
    completed(packet);
  }

  /** A packet of a get. After the close it has nobody to go to. */
  void completed(Completion packet) {
    if (!closed) {
      workers.add(packet);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    workers.dropWork();
    workers.wakeIdle();
  }
}
