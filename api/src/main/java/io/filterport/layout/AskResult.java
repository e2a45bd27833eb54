package io.filterport.layout;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a filter's question ended. Immutable.
 *
 * <p>There is an answer if a reply came with {@link NtStatus#SUCCESS} and exactly the answer's
 * bytes. A service is not trusted, so nothing that it replies makes the question throw: what is no
 * answer is an absent one, and {@link #orThrow} says why.
 *
 * @param <A> the answer
 */
public final class AskResult<A extends Record> {
  private final SendResult result;
  private final MessageLayout<A> layout;
  private final @Nullable A answer;

  /** Why the reply is not read. */
  private final @Nullable FilterPortException refusal;

  private AskResult(
      SendResult result,
      MessageLayout<A> layout,
      @Nullable A answer,
      @Nullable FilterPortException refusal) {
    this.result = result;
    this.layout = layout;
    this.answer = answer;
    this.refusal = refusal;
  }

  /**
   * {@return what a send brought}
   *
   * @param reply the send's buffer
   */
  static <A extends Record> AskResult<A> of(
      SendResult result, MessageLayout<A> layout, MemorySegment reply) {
    if (result.outcome() != Outcome.REPLIED || !result.status().equals(NtStatus.SUCCESS)) {
      return new AskResult<>(result, layout, null, null);
    }
    try {
      A answer = layout.read(reply.asSlice(0, result.replyLength()));
      return new AskResult<>(result, layout, answer, null);
    } catch (FilterPortException e) {
      return new AskResult<>(result, layout, null, e);
    }
  }

  /** {@return how the send ended} */
  public SendResult result() {
    return result;
  }

  /** {@return the answer, if one came} */
  public Optional<A> answer() {
    return Optional.ofNullable(answer);
  }

  /**
   * {@return the answer}
   *
   * @throws FilterPortException if none came: with the status of the send, or {@link
   *     NtStatus#INVALID_PARAMETER} and both sizes if the reply is none
   */
  public A orThrow() {
    if (answer == null) {
      throw refusal != null ? refusal : noAnswer();
    }
    return answer;
  }

  private FilterPortException noAnswer() {
    return new FilterPortException(
        "asking for a " + layout + " ended with " + result.outcome(), result.status(), advice());
  }

  private String advice() {
    return switch (result.outcome()) {
      case REPLIED -> "The service replied with this status.";
      case REPLY_TRUNCATED ->
          "The reply is longer: compare toCHeader() of both ends, and send no padding (LAY-09).";
      default -> "";
    };
  }

  @Override
  public String toString() {
    return answer == null ? result + ", no " + layout : result + ", " + answer;
  }
}
