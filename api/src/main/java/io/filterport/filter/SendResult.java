package io.filterport.filter;

import io.filterport.NtStatus;

/**
 * How a send ended. Immutable.
 *
 * <p>Look at the outcome, not at the status: STATUS_TIMEOUT is a success code (KSM-42), and a reply
 * may carry any status at all. A service whose handler failed has replied, too, with
 * STATUS_UNSUCCESSFUL and nothing else: whoever asked for content looks at the outcome first, and
 * of a reply at {@link NtStatus#isSuccess()}.
 *
 * @param outcome what happened
 * @param status what FltSendMessage returns: the reply's own status for {@link Outcome#REPLIED}
 *     (KSM-30)
 * @param replyLength payload bytes that were stored, 0 unless a reply came (KSM-01)
 */
public record SendResult(Outcome outcome, NtStatus status, int replyLength) {
  /** What happened to a message. */
  public enum Outcome {
    /** It was delivered and no reply was wanted (KSM-25). */
    DELIVERED,
    /** The reply is here, whole (KSM-30). */
    REPLIED,
    /** A reply longer than the buffer came; the buffer is full (KSM-33). */
    REPLY_TRUNCATED,
    /** The time passed before a getter took it: nobody ever sees it (KSM-43). */
    TIMEOUT_NOT_DELIVERED,
    /** It was delivered, the time passed, and no reply came (KSM-44). */
    TIMEOUT_NO_REPLY,
    /** The connection is over (KSM-48). */
    DISCONNECTED,
    /** The sending thread was interrupted (KSM-52). */
    INTERRUPTED,
    /** An argument is invalid (KSM-05, KSM-07), or memory is short (KSM-24); nothing was sent. */
    REFUSED
  }

  /** {@return whether the time passed} */
  public boolean isTimeout() {
    return outcome == Outcome.TIMEOUT_NOT_DELIVERED || outcome == Outcome.TIMEOUT_NO_REPLY;
  }

  /** {@return whether a reply came, truncated or whole} */
  public boolean hasReply() {
    return outcome == Outcome.REPLIED || outcome == Outcome.REPLY_TRUNCATED;
  }
}
