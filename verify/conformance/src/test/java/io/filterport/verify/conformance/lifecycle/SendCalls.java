package io.filterport.verify.conformance.lifecycle;

import static io.filterport.verify.conformance.lifecycle.ApiCall.does;
import static io.filterport.verify.conformance.lifecycle.ApiCall.says;
import static io.filterport.verify.conformance.lifecycle.ApiCall.touches;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult;
import io.filterport.verify.conformance.lifecycle.Stage.Letter;
import io.filterport.verify.conformance.world.Link;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** How a filter sends, and how both sides talk in records. */
final class SendCalls {
  private static final String SEND = "`ClientPort.send(MemorySegment, MemorySegment, Timeout)`";
  private static final String SEND_CONTENT =
      "`ClientPort.send(MemorySegment, Content, MemorySegment, Timeout)`";

  private static final Letter QUESTION = new Letter((byte) 'x');

  static final List<ApiCall> ALL =
      List.of(
          says(
              SEND + ", own connection, no getter, poll",
              (stage, own) -> told(own.client().send(message(), null, Timeout.poll()))),
          says(
              SEND + ", own connection, for a reply, poll",
              (stage, own) -> told(own.client().send(message(), room(), Timeout.poll()))),
          says(
              SEND + ", another connection, a getter",
              (stage, own) -> told(stage.otherLink.tell("x", Timeout.poll()))),
          says(
              SEND + ", another connection, answered",
              (stage, own) -> told(answered(stage).send(message(), room(), Link.LONG))),
          says(
              SEND_CONTENT + ", own connection, poll",
              (stage, own) ->
                  told(own.client().send(message(), content(), room(), Timeout.poll()))),
          says(
              SEND_CONTENT + ", another connection, answered",
              (stage, own) -> told(answered(stage).send(message(), content(), room(), Link.LONG))),
          says(
              "`Exchange.ask(ClientPort, Record, Timeout)`, another connection, answered",
              (stage, own) ->
                  told(Stage.LETTERS.ask(answered(stage), QUESTION, Link.LONG).result())),
          says(
              "`Exchange.ask(ClientPort, Record, Content, Timeout)`, another connection, answered",
              (stage, own) ->
                  told(
                      Stage.LETTERS.ask(answered(stage), QUESTION, content(), Link.LONG).result())),
          does(
              "`Exchange.ask(FilterPort, Record)`, another connection",
              (stage, own) -> Stage.LETTERS.ask(stage.otherLink.port(), QUESTION)),
          touches(
              "`Exchange.answer(MessageCall, Function)`",
              (stage, own) -> Stage.LETTERS.answer(own.call(), letter -> letter)));

  private SendCalls() {}

  private static MemorySegment message() {
    return Buffers.utf8("x");
  }

  private static MemorySegment room() {
    return Buffers.allocate(8);
  }

  static Content content() {
    return Content.of(Link.bytes("content"));
  }

  /** {@return the other connection, whose service answers the next message} */
  private static ClientPort answered(Stage stage) {
    stage.answerNext();
    return stage.otherLink.client();
  }

  private static String told(SendResult result) {
    return result.outcome().name();
  }
}
