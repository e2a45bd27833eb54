package io.filterport.verify.conformance.history;

import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.filter.SendResult.Outcome;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Whether the results of two calls fit together, to the last byte of their buffers. Stateless. */
final class Agreement {
  private Agreement() {}

  /** {@return whether the getter has the sender's message, and the sender is told so} */
  static boolean delivered(Operation sender, Operation getter, long id) {
    Call.Send send = sender.send();
    Result.Got got = getter.got();
    return isSuccess(got.status())
        && got.bytes() == send.needed()
        && tellsDelivery(send, sender.sent().outcome())
        && Arrays.equals(got.buffer(), received(send, id, got.buffer().length));
  }

  private static boolean tellsDelivery(Call.Send send, Outcome outcome) {
    return switch (outcome) {
      case DELIVERED -> !send.wantsReply();
      case REPLIED, REPLY_TRUNCATED, DISCONNECTED -> send.wantsReply();
      case TIMEOUT_NO_REPLY -> send.wantsReply() && !send.isEndless();
      default -> false;
    };
  }

  /** {@return what a getter's buffer holds when it has the message (LAY-05, LAY-06, LAY-07)} */
  static byte[] received(Call.Send send, long id, int capacity) {
    byte[] buffer = untouched(capacity);
    int replyLength = send.wantsReply() ? 16 + send.replyCapacity() : 0;
    new MessageHeader(replyLength, send.wantsReply() ? id : 0).write(MemorySegment.ofArray(buffer));
    System.arraycopy(send.message(), 0, buffer, MessageHeader.SIZE, send.message().length);
    return buffer;
  }

  /** {@return whether both met, and both were told of the end instead} */
  static boolean broken(Operation sender, Operation getter) {
    return sender.sent().outcome() == Outcome.DISCONNECTED && isDisconnected(getter);
  }

  /** {@return whether an accepted get ended with the connection} */
  static boolean isDisconnected(Operation getter) {
    int status = getter.got().status();
    return getter.got().accepted() && isEnd(status);
  }

  /** {@return whether the status is one that tells of the end} */
  static boolean isEnd(int status) {
    return status == NtStatus.PORT_DISCONNECTED.value()
        || status == NtStatus.INVALID_HANDLE.value();
  }

  /** {@return whether the getter was told that the message does not fit (KSM-17, GET-16)} */
  static boolean tooSmall(Operation getter, int needed) {
    Result.Got got = getter.got();
    return got.status() == NtStatus.BUFFER_TOO_SMALL.value() && got.bytes() == needed;
  }

  static boolean isCancelled(Operation getter) {
    return getter.got().status() == NtStatus.CANCELLED.value();
  }

  /** {@return whether the sender has this reply, and the replier is told so (KSM-30, RPL-09)} */
  static boolean replied(Operation sender, Operation replier) {
    Call.Send send = sender.send();
    Call.Reply reply = (Call.Reply) replier.call();
    Result.Sent sent = sender.sent();
    boolean cut = reply.payload().length > send.replyCapacity();
    return sent.outcome() == (cut ? Outcome.REPLY_TRUNCATED : Outcome.REPLIED)
        && sent.status() == (cut ? NtStatus.BUFFER_OVERFLOW.value() : reply.status())
        && ((Result.Replied) replier.result()).status()
            == (cut ? NtStatus.BUFFER_OVERFLOW : NtStatus.SUCCESS).value()
        && sent.replyLength() == Math.min(reply.payload().length, send.replyCapacity())
        && Arrays.equals(sent.buffer(), stored(reply.payload(), send.replyCapacity()));
  }

  /** {@return what a reply buffer holds afterwards (KSM-32, KSM-33)} */
  static byte[] stored(byte[] payload, int capacity) {
    byte[] buffer = untouched(capacity);
    System.arraycopy(payload, 0, buffer, 0, Math.min(payload.length, capacity));
    return buffer;
  }

  /** {@return a buffer before the call} */
  static byte[] untouched(int capacity) {
    byte[] buffer = new byte[capacity];
    Arrays.fill(buffer, Result.UNTOUCHED);
    return buffer;
  }

  static boolean isSuccess(int status) {
    return status == NtStatus.SUCCESS.value();
  }
}
