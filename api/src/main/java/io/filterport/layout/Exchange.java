package io.filterport.layout;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.MessageCall;
import io.filterport.filter.SendResult;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;

/**
 * A question and its answer, as both ends of a port agree on them. Immutable and safe for use by
 * any thread; make it once, as a constant.
 *
 * <p>Whoever asks gives room for exactly the answer. A filter answers with {@link
 * #answer(MessageCall, Function)}; a service reads the payload of its {@link
 * io.filterport.service.Message} with {@code question().read} and replies with what {@code
 * answer().encode} gives.
 *
 * @param <Q> the question
 * @param <A> the answer
 * @param question may end in a {@link Flexible} array
 * @param answer may not: who asks could not know how much room to give
 */
public record Exchange<Q extends Record, A extends Record>(
    MessageLayout<Q> question, MessageLayout<A> answer) {

  /**
   * Makes an exchange.
   *
   * @throws IllegalArgumentException if the answer is flexible
   */
  public Exchange {
    if (answer.isFlexible()) {
      throw new IllegalArgumentException(
          "The answer " + answer + " has no size of its own; send with a buffer for the longest.");
    }
  }

  /**
   * {@return how it ended} A filter asks a service: FltSendMessage.
   *
   * @param client the connection
   * @param value the question
   * @param timeout for delivery and answer together
   * @throws IllegalArgumentException as {@link MessageLayout#encode}
   */
  public AskResult<A> ask(ClientPort client, Q value, Timeout timeout) {
    MemorySegment reply = Buffers.allocate(answer.size());
    return AskResult.of(client.send(question.encode(value), reply, timeout), answer, reply);
  }

  /**
   * {@return how it ended} A filter asks a service about a content.
   *
   * @param client the connection
   * @param value the question
   * @param content beside the question; stays the caller's
   * @param timeout for delivery and answer together
   * @throws IllegalArgumentException as {@link MessageLayout#encode}
   */
  public AskResult<A> ask(ClientPort client, Q value, Content content, Timeout timeout) {
    MemorySegment reply = Buffers.allocate(answer.size());
    SendResult result = client.send(question.encode(value), content, reply, timeout);
    return AskResult.of(result, answer, reply);
  }

  /**
   * {@return the answer} A service asks a filter: FilterSendMessage.
   *
   * @param port the connection
   * @param value the question
   * @throws FilterPortException as {@link FilterPort#send}; as {@link MessageLayout#read} if the
   *     answer has another size
   * @throws IllegalArgumentException as {@link MessageLayout#encode}
   */
  public A ask(FilterPort port, Q value) {
    MemorySegment output = Buffers.allocate(answer.size());
    int bytes = port.send(question.encode(value), output);
    return answer.read(output.asSlice(0, bytes));
  }

  /**
   * {@return what the message callback returns} A filter answers a service: {@link
   * NtStatus#SUCCESS} with the answer; {@link NtStatus#INVALID_PARAMETER} if the input is no
   * question, and nothing is logged, since a client could send that all day; {@link
   * NtStatus#BUFFER_TOO_SMALL} with the bytes needed, as {@link MessageCall#answer}.
   *
   * @param call the service's
   * @param answers makes the answer; it has run also where the client gave no room for it
   */
  public NtStatus answer(MessageCall call, Function<? super Q, ? extends A> answers) {
    Q value;
    try {
      value = question.read(call.input());
    } catch (FilterPortException e) {
      return e.status();
    }
    return call.answer(answer.encode(answers.apply(value)));
  }
}
