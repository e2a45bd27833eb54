package io.filterport.service;

import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** The one reply to a message, whoever gives it: the handler, a later thread, or the service. */
final class Answer {
  private final FilterPort port;
  private final MessageHeader header;
  private final LongAdder lateReplies;
  private final AtomicBoolean given = new AtomicBoolean();
  private volatile boolean later;

  Answer(FilterPort port, MessageHeader header, LongAdder lateReplies) {
    this.port = port;
    this.header = header;
    this.lateReplies = lateReplies;
  }

  Content content() {
    return port.content(header.messageId());
  }

  /** Somebody has kept the message to answer it. */
  void comesLater() {
    later = true;
  }

  /** {@return whether a reply is expected, and nobody has given or promised one} */
  boolean isMissing() {
    return header.replyExpected() && !given.get() && !later;
  }

  /** {@return whether the sender has it} */
  boolean give(NtStatus status, MemorySegment payload) {
    checkExpected();
    checkFits(payload.byteSize());
    MemorySegment reply = assemble(status, payload);
    if (!given.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "Message "
              + header.messageId()
              + " was answered already; a handler that answers after it has returned calls keep().");
    }
    return send(reply);
  }

  /** Answers unless that was done, or nobody expects it. */
  void giveIfNone(NtStatus status) {
    if (header.replyExpected() && given.compareAndSet(false, true)) {
      send(assemble(status, MemorySegment.NULL));
    }
  }

  private void checkExpected() {
    if (!header.replyExpected()) {
      throw new IllegalStateException(
          "The sender of this message wants no reply; ask replyExpected() first.");
    }
  }

  private void checkFits(long bytes) {
    int capacity = header.replyCapacity();
    if (bytes > capacity) {
      throw new FilterPortException(
          "replying with "
              + bytes
              + " bytes of payload to message "
              + header.messageId()
              + " of "
              + port.name(),
          NtStatus.BUFFER_OVERFLOW,
          "Its sender has room for " + capacity + " bytes of payload; nothing was sent.",
          capacity);
    }
  }

  private MemorySegment assemble(NtStatus status, MemorySegment payload) {
    int length = (int) payload.byteSize();
    MemorySegment reply = MemorySegment.ofArray(new byte[ReplyHeader.SIZE + length]);
    new ReplyHeader(status, header.messageId()).write(reply);
    MemorySegment.copy(payload, 0, reply, ReplyHeader.SIZE, length);
    return reply;
  }

  private boolean send(MemorySegment reply) {
    try {
      port.reply(reply);
      return true;
    } catch (FilterPortException e) {
      if (nobodyWaits(e)) {
        lateReplies.increment();
        return false;
      }
      given.set(false);
      throw e;
    }
  }

  private static boolean nobodyWaits(FilterPortException e) {
    return e.status().equals(NtStatus.FLT_NO_WAITER_FOR_REPLY) || e.isDisconnected();
  }
}
