package io.filterport.verify.conformance.history;

import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;

/** Histories as text, for whoever reads a failure. Stateless. */
final class Words {
  private Words() {}

  static String line(int index, Operation operation) {
    return String.format(
        "%3d %5d..%-5s %-11s %s: %s",
        index,
        operation.begin(),
        tick(operation.end()),
        operation.known() == Operation.NEVER ? "" : "known " + operation.known(),
        call(operation),
        result(operation.result()));
  }

  private static String tick(long tick) {
    return tick == Operation.NEVER ? "?" : Long.toString(tick);
  }

  private static String call(Operation operation) {
    String who = operation.key() / Entry.THREAD + "/" + operation.key() % Entry.THREAD + " ";
    return who
        + switch (operation.call()) {
          case Call.Send send ->
              "send "
                  + send.message().length
                  + " bytes, reply "
                  + send.replyCapacity()
                  + (send.isPoll() ? ", poll" : send.isEndless() ? ", endless" : ", brief");
          case Call.Get get -> (get.overlapped() ? "post " : "get ") + get.capacity();
          case Call.Look look -> "look at " + look.get();
          case Call.Cancel cancel -> "cancel " + cancel.get();
          case Call.CancelAll ignored -> "cancel all";
          case Call.Reply reply ->
              "reply to " + reply.id() + ", " + reply.payload().length + " bytes";
          case Call.Ask ask -> "ask " + ask.question().length + " bytes";
          case Call.ClosePort ignored -> "close the client port";
          case Call.CloseHandle ignored -> "close the handle";
        };
  }

  private static String result(Result result) {
    return switch (result) {
      case null -> "no end";
      case Result.Sent sent ->
          sent.outcome() + " " + status(sent.status()) + ", " + sent.replyLength();
      case Result.Got got ->
          (got.accepted() ? "" : "refused ")
              + status(got.status())
              + ", "
              + got.bytes()
              + " bytes"
              + (Agreement.isSuccess(got.status()) ? ", id " + id(got) : "");
      case Result.Cancelled cancelled -> Boolean.toString(cancelled.any());
      case Result.Replied replied -> status(replied.status());
      case Result.Asked asked -> status(asked.status());
      case Result.Looked looked -> looked.complete() ? "complete" : "pending";
      case Result.Done ignored -> "done";
    };
  }

  private static long id(Result.Got got) {
    return MessageHeader.read(MemorySegment.ofArray(got.buffer())).messageId();
  }

  private static String status(int status) {
    return new NtStatus(status).name();
  }
}
