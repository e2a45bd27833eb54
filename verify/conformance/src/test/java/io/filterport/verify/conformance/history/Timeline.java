package io.filterport.verify.conformance.history;

import io.filterport.NtStatus;
import io.filterport.filter.SendResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A history that is written by hand: each call of a method is the next tick. For one thread. */
final class Timeline {
  private final List<Entry> entries = new ArrayList<>();
  private long ticks;

  // ---- calls

  Entry begin(Call call) {
    Entry entry = new Entry(entries.size(), call, ++ticks);
    entries.add(entry);
    return entry;
  }

  /** A message without a reply and without a timeout. */
  Entry tell(int length) {
    return send(length, Call.Send.NO_REPLY, Call.Send.ENDLESS);
  }

  /** A message with a reply, without a timeout. */
  Entry ask(int length) {
    return send(length, 8, Call.Send.ENDLESS);
  }

  /** A message with a reply that is not waited for much longer. */
  Entry askBriefly(int length) {
    return send(length, 8, 1);
  }

  Entry tellBriefly(int length) {
    return send(length, Call.Send.NO_REPLY, 1);
  }

  /** A message without a reply, now or never. */
  Entry poll(int length) {
    return send(length, Call.Send.NO_REPLY, Call.Send.POLL);
  }

  private Entry send(int length, int replyCapacity, long timeoutNanos) {
    byte[] message = new byte[length];
    message[0] = (byte) entries.size();
    return begin(new Call.Send(message, replyCapacity, timeoutNanos));
  }

  /** A sender was seen waiting. */
  void seen(Entry sender) {
    sender.known(++ticks);
  }

  /** An overlapped get that is accepted. */
  Entry post(int capacity) {
    Entry get = begin(new Call.Get(capacity, true));
    get.known(++ticks);
    return get;
  }

  Entry reply(long id) {
    return begin(new Call.Reply(id, NtStatus.SUCCESS.value(), new byte[] {(byte) entries.size()}));
  }

  // ---- ends

  void end(Entry entry, Result result) {
    entry.end(result, ++ticks);
  }

  void told(Entry sender, Outcome outcome, NtStatus status) {
    int capacity = Math.max(0, ((Call.Send) sender.call).replyCapacity());
    end(sender, new Result.Sent(outcome, status.value(), 0, Agreement.untouched(capacity), 1));
  }

  void delivered(Entry sender) {
    told(sender, Outcome.DELIVERED, NtStatus.SUCCESS);
  }

  void timedOut(Entry sender) {
    told(sender, Outcome.TIMEOUT_NOT_DELIVERED, NtStatus.TIMEOUT);
  }

  void unanswered(Entry sender) {
    told(sender, Outcome.TIMEOUT_NO_REPLY, NtStatus.TIMEOUT);
  }

  void disconnected(Entry sender) {
    told(sender, Outcome.DISCONNECTED, NtStatus.PORT_DISCONNECTED);
  }

  /** The sender has what a reply brought. */
  void answered(Entry sender, Entry reply) {
    byte[] payload = ((Call.Reply) reply.call).payload();
    end(
        sender,
        new Result.Sent(
            Outcome.REPLIED,
            NtStatus.SUCCESS.value(),
            payload.length,
            Agreement.stored(payload, 8),
            1));
  }

  /** The getter has a message. */
  void received(Entry getter, Entry sender, long id) {
    Call.Send send = (Call.Send) sender.call;
    int capacity = ((Call.Get) getter.call).capacity();
    byte[] buffer = Agreement.received(send, id, capacity);
    end(getter, new Result.Got(true, NtStatus.SUCCESS.value(), send.needed(), buffer));
  }

  void failed(Entry getter, NtStatus status, int bytes) {
    int capacity = ((Call.Get) getter.call).capacity();
    end(getter, new Result.Got(true, status.value(), bytes, Agreement.untouched(capacity)));
  }

  void refused(Entry getter, NtStatus status) {
    int capacity = ((Call.Get) getter.call).capacity();
    end(getter, new Result.Got(false, status.value(), 0, Agreement.untouched(capacity)));
  }

  void replied(Entry reply, NtStatus status) {
    end(reply, new Result.Replied(status.value()));
  }

  // ---- calls that begin and end at once

  void cancel(Entry getter, boolean any) {
    end(begin(new Call.Cancel(getter.key)), new Result.Cancelled(any));
  }

  void cancelAll(boolean any) {
    end(begin(new Call.CancelAll()), new Result.Cancelled(any));
  }

  void look(Entry getter, boolean complete) {
    end(begin(new Call.Look(getter.key)), new Result.Looked(complete));
  }

  void closePort() {
    end(begin(new Call.ClosePort()), new Result.Done());
  }

  void closeHandle() {
    end(begin(new Call.CloseHandle()), new Result.Done());
  }

  // ---- the question

  /** {@return whether a port in one JVM could have this history} */
  boolean isPossible() {
    return isPossible(true);
  }

  boolean isPossible(boolean oneProcess) {
    History history = new History(entries.stream().map(Entry::toOperation).toList());
    PortModel model = new PortModel(history, oneProcess);
    return history.operations().stream().allMatch(Forms::isPossible)
        && Checker.check(model, Set.of(model.start(0)), history.events()).isExplained();
  }
}
