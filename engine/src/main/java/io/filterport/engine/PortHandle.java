package io.filterport.engine;

import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.engine.slots.CalleeHalf;
import io.filterport.service.Overlapped;
import io.filterport.service.PortAccess;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One handle to a connection: what it may be used for, and whether it is closed. Everything else is
 * the connection's (HND-01).
 */
final class PortHandle implements EnginePort {
  private final ServicePort connection;
  private final PortAccess access;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** The handle is counted by the connection already. */
  PortHandle(ServicePort connection, PortAccess access) {
    this.connection = connection;
    this.access = access;
  }

  @Override
  public PortName name() {
    return connection.name();
  }

  @Override
  public int maxMessageBytes() {
    return connection.maxMessageBytes();
  }

  @Override
  public PortHandle duplicate() {
    return duplicate(access);
  }

  @Override
  public PortHandle duplicate(PortAccess wanted) {
    use("duplicating a handle of ", wanted);
    if (!connection.addHandle()) {
      throw isClosed("duplicating a handle of ");
    }
    return new PortHandle(connection, wanted);
  }

  @Override
  public int send(MemorySegment input, @Nullable MemorySegment output) {
    use("sending to ", PortAccess.WRITE);
    return connection.send(input, output);
  }

  @Override
  public int getMessage(MemorySegment buffer) {
    use("getting a message from ", PortAccess.READ);
    return connection.getMessage(buffer);
  }

  @Override
  public void getMessage(MemorySegment buffer, Overlapped overlapped) {
    use("getting a message from ", PortAccess.READ);
    connection.getMessage(buffer, overlapped);
  }

  /** An overlapped get that is complete when this returns; throws what it ended with. */
  void getAndWait(MemorySegment buffer, Overlapped overlapped) {
    use("getting a message from ", PortAccess.READ);
    connection.getAndWait(buffer, overlapped);
  }

  @Override
  public Content content(long messageId) {
    use("content of a message of ", PortAccess.READ);
    return connection.content(messageId);
  }

  @Override
  public void reply(MemorySegment reply) {
    use("replying to ", PortAccess.WRITE);
    connection.reply(reply);
  }

  @Override
  public CalleeHalf associate(OverlappedGetter.Association tie) {
    checkOpen("associating ");
    connection.associate(tie);
    return connection.callee();
  }

  @Override
  public boolean cancel(Overlapped overlapped) {
    return connection.cancel(overlapped);
  }

  @Override
  public boolean cancelAll() {
    return connection.cancelAll();
  }

  @Override
  public boolean isConnected() {
    return !closed.get() && connection.isConnected();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      connection.removeHandle();
    }
  }

  /** The handle is looked at first, its access next, the arguments afterwards (GET-04, RPL-01). */
  void use(String doing, PortAccess needed) {
    checkOpen(doing);
    if (!access.includes(needed)) {
      throw failure(
          doing,
          NtStatus.ACCESS_DENIED,
          "The handle was duplicated with access to " + access + " only; use one with more.");
    }
  }

  void checkOpen(String doing) {
    if (closed.get()) {
      throw isClosed(doing);
    }
  }

  private FilterPortException isClosed(String doing) {
    return failure(doing, NtStatus.INVALID_HANDLE, "The port is closed; connect again.");
  }

  FilterPortException failure(String doing, NtStatus status, String advice) {
    return connection.failure(doing, status, advice);
  }
}
