package io.filterport.service;

import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.spi.FailureLog;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Runs the handler for a message, and sees to it that no sender waits for a reply in vain. */
final class Dispatcher {
  private final FilterPort port;
  private final MessageHandler handler;
  private final int maxMessageBytes;
  private final ServiceCounters counters;
  private final FailureLog log;

  Dispatcher(
      FilterPort port,
      MessageHandler handler,
      int maxMessageBytes,
      ServiceCounters counters,
      FailureLog log) {
    this.port = port;
    this.handler = handler;
    this.maxMessageBytes = maxMessageBytes;
    this.counters = counters;
    this.log = log;
  }

  /**
   * Handles a message; throws nothing of the handler's.
   *
   * @param received header and payload, free afterwards
   */
  void dispatch(MemorySegment received) {
    MessageHeader header = MessageHeader.read(received);
    Answer answer = new Answer(port, header, counters.lateReplies());
    if (received.byteSize() > maxMessageBytes) {
      String size = received.byteSize() + " bytes, over the maximum of " + maxMessageBytes;
      fail(answer, "not handled: it has " + size, null);
    } else {
      handle(new Message(header, received, answer), answer);
    }
  }

  /** Answers a message that no worker can handle. */
  void refuse(MemorySegment received) {
    MessageHeader header = MessageHeader.read(received);
    fail(new Answer(port, header, counters.lateReplies()), "not handled: no worker starts", null);
  }

  /** A worker outlives whatever its handler throws. */
  private void handle(Message message, Answer answer) {
    try {
      handler.handle(message);
    } catch (Throwable t) {
      fail(answer, "not handled: its handler threw", t);
      return;
    } finally {
      message.end();
    }
    if (answer.isMissing()) {
      fail(answer, "not answered: its handler returned without a reply", null);
    } else {
      counters.handled().increment();
    }
  }

  private void fail(Answer answer, String how, @Nullable Throwable cause) {
    counters.unhandled().increment();
    answer.giveIfNone(NtStatus.UNSUCCESSFUL);
    log.tell("A message of " + port.name() + " was " + how, cause);
  }
}
