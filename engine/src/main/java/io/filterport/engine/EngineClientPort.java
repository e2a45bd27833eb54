package io.filterport.engine;

import io.filterport.Content;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.events.SlowMessageEvent;
import io.filterport.engine.events.TimeoutEvent;
import io.filterport.engine.slots.CallOutcome;
import io.filterport.engine.slots.CallerHalf;
import io.filterport.engine.slots.Halves;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The filter's end of a connection. */
final class EngineClientPort implements ClientPort {
  private static final SendResult DISCONNECTED =
      new SendResult(Outcome.DISCONNECTED, NtStatus.PORT_DISCONNECTED, 0);
  private static final SendResult REFUSED =
      new SendResult(Outcome.REFUSED, NtStatus.INVALID_PARAMETER, 0);
  private static final SendResult NO_MEMORY =
      new SendResult(Outcome.REFUSED, NtStatus.INSUFFICIENT_RESOURCES, 0);

  private static final SendResult NOT_DELIVERED =
      new SendResult(Outcome.TIMEOUT_NOT_DELIVERED, NtStatus.TIMEOUT, 0);
  private static final SendResult NO_REPLY =
      new SendResult(Outcome.TIMEOUT_NO_REPLY, NtStatus.TIMEOUT, 0);
  private static final SendResult INTERRUPTED =
      new SendResult(Outcome.INTERRUPTED, NtStatus.THREAD_IS_TERMINATING, 0);

  private static final SendResult DELIVERED =
      new SendResult(Outcome.DELIVERED, NtStatus.SUCCESS, 0);

  private final Connection connection;

  /** Racy: each is immutable, and as good as another with the same numbers. */
  private SendResult lastReplied = new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 0);

  EngineClientPort(Connection connection) {
    this.connection = connection;
  }

  @Override
  public SendResult send(MemorySegment message, @Nullable MemorySegment reply, Timeout timeout) {
    return call(message, null, reply, timeout);
  }

  @Override
  public SendResult send(
      MemorySegment message, Content content, MemorySegment reply, Timeout timeout) {
    return content == null
        ? counted(REFUSED)
        : call(message, connection.cargo(content), reply, timeout);
  }

  private SendResult call(
      MemorySegment message,
      CallerHalf.@Nullable Cargo cargo,
      @Nullable MemorySegment reply,
      Timeout timeout) {
    if (message == null
        || message.byteSize() > connection.maxMessageBytes()
        || (reply != null && reply.isReadOnly())) {
      return counted(REFUSED);
    }
    Halves halves = connection.halves();
    if (halves == null) {
      return counted(DISCONNECTED);
    }
    SlowMessageEvent slow = SlowMessageEvent.begun();
    CallOutcome outcome =
        halves
            .caller()
            .call(message, reply != null, reply, cargo, timeout, connection.clock(), true);
    SendResult result = result(outcome, reply, message.byteSize());
    if (slow != null) {
      tell(slow, result, message.byteSize());
    }
    return result;
  }

  private void tell(SlowMessageEvent slow, SendResult result, long bytes) {
    if (slow.tookLong()) {
      connection.describe(slow);
      slow.of("to_service", Labels.of(result.outcome()), bytes);
      slow.commit();
    }
  }

  private SendResult result(CallOutcome outcome, @Nullable MemorySegment reply, long bytes) {
    return switch (outcome.kind()) {
      case DELIVERED -> DELIVERED;
      case SETTLED -> seen(settled(outcome, reply == null ? 0 : reply.byteSize()));
      case NOT_DELIVERED -> timedOut(NOT_DELIVERED, bytes);
      case NO_MEMORY -> counted(NO_MEMORY);
      case NO_REPLY -> timedOut(NO_REPLY, bytes);
      case DISCONNECTED -> counted(DISCONNECTED);
      case INTERRUPTED -> counted(INTERRUPTED);
    };
  }

  private SendResult seen(SendResult result) {
    return result.outcome() == Outcome.REPLY_TRUNCATED ? counted(result) : result;
  }

  private SendResult timedOut(SendResult result, long bytes) {
    TimeoutEvent event = new TimeoutEvent();
    if (event.shouldCommit()) {
      connection.describe(event);
      event.of(result.outcome() == Outcome.TIMEOUT_NO_REPLY, bytes);
      event.commit();
    }
    return counted(result);
  }

  private SendResult counted(SendResult rare) {
    connection.port().meter().sent(rare.outcome());
    return rare;
  }

  /**
   * A reply longer than the capacity: as much as fits, and overflow whatever its status (KSM-33).
   */
  private SendResult settled(CallOutcome outcome, long capacity) {
    long length = Integer.toUnsignedLong(outcome.length());
    return length > capacity
        ? new SendResult(Outcome.REPLY_TRUNCATED, NtStatus.BUFFER_OVERFLOW, (int) capacity)
        : replied(outcome.status(), (int) length);
  }

  /** One like the last one is the last one: a send in steady state allocates none. */
  private SendResult replied(int status, int length) {
    SendResult last = lastReplied;
    if (last.status().value() == status && last.replyLength() == length) {
      return last;
    }
    SendResult next = new SendResult(Outcome.REPLIED, new NtStatus(status), length);
    lastReplied = next;
    return next;
  }

  @Override
  public boolean isConnected() {
    return connection.isOpen();
  }

  @Override
  public void close() {
    connection.closeByFilter();
  }

  @Override
  public String toString() {
    return connection.portName() + "#" + connection.id();
  }
}
