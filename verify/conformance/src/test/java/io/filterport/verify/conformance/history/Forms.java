package io.filterport.verify.conformance.history;

import io.filterport.NtStatus;
import io.filterport.filter.SendResult.Outcome;
import java.util.Arrays;
import java.util.Set;

/** What a result must look like whatever the other calls did. Stateless. */
final class Forms {
  private static final Set<Integer> ENDS_OF_GETS =
      values(
          NtStatus.SUCCESS,
          NtStatus.BUFFER_TOO_SMALL,
          NtStatus.CANCELLED,
          NtStatus.PORT_DISCONNECTED,
          NtStatus.INVALID_HANDLE);

  private static final Set<Integer> ENDS_OF_REPLIES =
      values(
          NtStatus.SUCCESS,
          NtStatus.BUFFER_OVERFLOW,
          NtStatus.FLT_NO_WAITER_FOR_REPLY,
          NtStatus.INVALID_HANDLE);

  private Forms() {}

  private static Set<Integer> values(NtStatus... statuses) {
    return Set.of(Arrays.stream(statuses).map(NtStatus::value).toArray(Integer[]::new));
  }

  /** {@return whether nobody got the message in time (KSM-43)} */
  static boolean isNotDelivered(Operation sender) {
    return sender.sent().outcome() == Outcome.TIMEOUT_NOT_DELIVERED;
  }

  /** {@return whether the call can have come to this at all} */
  static boolean isPossible(Operation operation) {
    return switch (operation.result()) {
      case Result.Sent sent -> isPossible(operation.send(), sent);
      case Result.Got got -> isPossible(got);
      case Result.Replied replied -> ENDS_OF_REPLIES.contains(replied.status());
      case Result.Asked asked -> isPossible((Call.Ask) operation.call(), asked);
      case Result.Cancelled ignored -> true;
      case Result.Looked ignored -> true;
      case Result.Done ignored -> true;
    };
  }

  /** KSM-01, KSM-36, KSM-46. */
  private static boolean isPossible(Call.Send send, Result.Sent sent) {
    return switch (sent.outcome()) {
      case REPLIED, REPLY_TRUNCATED -> send.wantsReply();
      case DELIVERED -> !send.wantsReply() && isBare(sent, NtStatus.SUCCESS);
      case TIMEOUT_NOT_DELIVERED -> isTimely(send, sent);
      case TIMEOUT_NO_REPLY -> send.wantsReply() && isTimely(send, sent);
      case DISCONNECTED -> isBare(sent, NtStatus.PORT_DISCONNECTED);
      case INTERRUPTED, REFUSED -> false;
    };
  }

  /** KSM-47. */
  private static boolean isTimely(Call.Send send, Result.Sent sent) {
    return !send.isEndless()
        && sent.elapsedNanos() >= send.timeoutNanos()
        && isBare(sent, NtStatus.TIMEOUT);
  }

  private static boolean isBare(Result.Sent sent, NtStatus status) {
    return sent.status() == status.value() && sent.replyLength() == 0 && isUntouched(sent.buffer());
  }

  /** GET-16, GET-19, ERR-08. */
  private static boolean isPossible(Result.Got got) {
    boolean counts = got.accepted() && got.status() == NtStatus.BUFFER_TOO_SMALL.value();
    return ENDS_OF_GETS.contains(got.status())
        && (Agreement.isSuccess(got.status())
            || (isUntouched(got.buffer()) && (counts || got.bytes() == 0)));
  }

  private static boolean isPossible(Call.Ask ask, Result.Asked asked) {
    return Agreement.isSuccess(asked.status())
        ? Arrays.equals(asked.answer(), answer(ask.question()))
        : Agreement.isEnd(asked.status()) && isUntouched(asked.answer());
  }

  /** {@return what the filter's callback answers} */
  static byte[] answer(byte[] question) {
    byte[] answer = question.clone();
    for (int i = 0; i < answer.length; i++) {
      answer[i]++;
    }
    return answer;
  }

  private static boolean isUntouched(byte[] buffer) {
    return Arrays.equals(buffer, Agreement.untouched(buffer.length));
  }
}
