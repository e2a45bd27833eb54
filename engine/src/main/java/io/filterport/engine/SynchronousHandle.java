package io.filterport.engine;

import io.filterport.Content;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.engine.slots.CalleeHalf;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.service.PortAccess;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A handle for synchronous I/O: one request at a time, whichever duplicate it comes through
 * (SHD-02). Cancelling and closing never wait for a turn: they are what ends a request that blocks
 * (SHD-06, SHD-07).
 */
final class SynchronousHandle implements EnginePort {
  private final PortHandle handle;

  /** Held by the request that is under way; shared by all duplicates. */
  private final ReentrantLock turn;

  SynchronousHandle(PortHandle handle) {
    this(handle, new ReentrantLock());
  }

  private SynchronousHandle(PortHandle handle, ReentrantLock turn) {
    this.handle = handle;
    this.turn = turn;
  }

  @Override
  public PortName name() {
    return handle.name();
  }

  @Override
  public int maxMessageBytes() {
    return handle.maxMessageBytes();
  }

  @Override
  public FilterPort duplicate() {
    return new SynchronousHandle(handle.duplicate(), turn);
  }

  @Override
  public FilterPort duplicate(PortAccess access) {
    return new SynchronousHandle(handle.duplicate(access), turn);
  }

  // ---- one at a time

  @Override
  public int send(MemorySegment input, @Nullable MemorySegment output) {
    begin("sending to ", PortAccess.WRITE);
    try {
      return handle.send(input, output);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public int getMessage(MemorySegment buffer) {
    begin("getting a message from ", PortAccess.READ);
    try {
      return handle.getMessage(buffer);
    } finally {
      turn.unlock();
    }
  }

  /** Returns when the get is complete, and throws what it ended with (SHD-04). */
  @Override
  public void getMessage(MemorySegment buffer, Overlapped overlapped) {
    begin("getting a message from ", PortAccess.READ);
    try {
      handle.getAndWait(buffer, overlapped);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void reply(MemorySegment reply) {
    begin("replying to ", PortAccess.WRITE);
    try {
      handle.reply(reply);
    } finally {
      turn.unlock();
    }
  }

  /** An interrupt ends the wait for a turn; it does nothing to a request that has not to wait. */
  private void begin(String doing, PortAccess needed) {
    handle.use(doing, needed);
    if (turn.tryLock()) {
      return;
    }
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw handle.failure(
          doing,
          NtStatus.CANCELLED,
          "The thread was interrupted while another request of this synchronous handle was under"
              + " way; connect without FLT_PORT_FLAG_SYNC_HANDLE for requests that overlap.");
    }
  }

  // ---- the rest

  @Override
  public CalleeHalf associate(OverlappedGetter.Association tie) {
    handle.checkOpen("associating ");
    throw handle.failure(
        "associating ",
        NtStatus.INVALID_PARAMETER,
        "A synchronous handle has no completion port; connect without FLT_PORT_FLAG_SYNC_HANDLE.");
  }

  @Override
  public Content content(long messageId) {
    return handle.content(messageId);
  }

  @Override
  public boolean cancel(Overlapped overlapped) {
    return handle.cancel(overlapped);
  }

  @Override
  public boolean cancelAll() {
    return handle.cancelAll();
  }

  @Override
  public boolean isConnected() {
    return handle.isConnected();
  }

  @Override
  public void close() {
    handle.close();
  }
}
