package io.filterport.service;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;

/**
 * A message that a {@link MessageService} got. Valid until its handler returns, or for good if it
 * came from {@link #keep()}; may be used by any thread until then.
 *
 * <p>Each {@code reply} says whether the sender has it: false means that nobody waits any more,
 * because the sender's time passed or the connection ended. That is harmless and counted (RPL-04,
 * RPL-05). All of them throw, with nothing sent:
 *
 * <ul>
 *   <li>{@link IllegalStateException} if no reply is expected, or one was given already
 *   <li>{@link FilterPortException} with {@link NtStatus#BUFFER_OVERFLOW} if the payload is longer
 *       than {@link #replyCapacity()}; a shorter reply may follow
 * </ul>
 */
public final class Message {
  private final MessageHeader header;
  private final MemorySegment payload;
  private final Answer answer;
  private volatile boolean ended;

  /**
   * Makes a message.
   *
   * @param received header and payload, exactly their bytes
   */
  Message(MessageHeader header, MemorySegment received, Answer answer) {
    this.header = header;
    this.payload = received.asSlice(MessageHeader.SIZE).asReadOnly();
    this.answer = answer;
  }

  private Message(Message kept) {
    this.header = kept.header;
    this.payload = Buffers.of(Buffers.bytes(kept.payload)).asReadOnly();
    this.answer = kept.answer;
  }

  /** {@return the header} */
  public MessageHeader header() {
    return header;
  }

  /** {@return whether the sender waits for a reply} */
  public boolean replyExpected() {
    return header.replyExpected();
  }

  /** {@return the most payload bytes that the reply may have; 0 also if none is expected} */
  public int replyCapacity() {
    return header.replyCapacity();
  }

  /**
   * {@return the payload, read-only, 0 bytes or more} The view ends with the message: afterwards
   * its bytes are another message's.
   *
   * @throws IllegalStateException after the handler has returned
   */
  public MemorySegment payload() {
    checkNotEnded();
    return payload;
  }

  /**
   * {@return what the filter sent beside the message, to be read until it is answered}
   *
   * @throws FilterPortException {@link NtStatus#NOT_FOUND} if there is none, or the message is
   *     answered; else as {@link FilterPort#content}
   */
  public Content content() {
    return answer.content();
  }

  /**
   * {@return this message with a copy of its payload, valid for good} From now on the handler may
   * return without a reply: whoever has the copy gives it, on any thread, and until then the
   * message occupies a slot of the connection (KSM-35). A handler that throws is not taken to have
   * kept anything: the sender is told at once.
   *
   * @throws IllegalStateException after the handler has returned
   */
  public Message keep() {
    checkNotEnded();
    Message kept = new Message(this);
    answer.comesLater();
    return kept;
  }

  /**
   * {@return whether the sender has it} Replies with {@link NtStatus#SUCCESS} and a payload.
   *
   * @param bytes the payload, at most {@link #replyCapacity()} bytes
   */
  public boolean reply(byte[] bytes) {
    return reply(Buffers.of(bytes));
  }

  /**
   * {@return whether the sender has it} Replies with {@link NtStatus#SUCCESS} and a payload.
   *
   * @param bytes the payload, at most {@link #replyCapacity()} bytes; free after the call
   */
  public boolean reply(MemorySegment bytes) {
    return reply(NtStatus.SUCCESS, bytes);
  }

  /**
   * {@return whether the sender has it} Replies with a status and no payload.
   *
   * @param status what the send returns to the filter, any 32-bit value (KSM-30) but {@link
   *     NtStatus#TIMEOUT}, which a sender would misread (KSM-31)
   */
  public boolean reply(NtStatus status) {
    return reply(status, MemorySegment.NULL);
  }

  /**
   * {@return whether the sender has it} Replies with a status and a payload; exactly these bytes
   * count, never a padded structure (LAY-09).
   *
   * @param status what the send returns to the filter, as in {@link #reply(NtStatus)}
   * @param bytes the payload, at most {@link #replyCapacity()} bytes; free after the call
   */
  public boolean reply(NtStatus status, MemorySegment bytes) {
    return answer.give(status, bytes);
  }

  @Override
  public String toString() {
    String reply = replyExpected() ? "reply of up to " + replyCapacity() + " bytes" : "no reply";
    return "message " + header.messageId() + ", " + payload.byteSize() + " bytes, " + reply;
  }

  /** Its buffer goes to another message. */
  void end() {
    ended = true;
  }

  private void checkNotEnded() {
    if (ended) {
      throw new IllegalStateException(
          "The handler of message "
              + header.messageId()
              + " has returned; call keep() before that and use the message it returns.");
    }
  }
}
