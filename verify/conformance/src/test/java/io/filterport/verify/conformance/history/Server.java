package io.filterport.verify.conformance.history;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.engine.slots.Waiter;
import io.filterport.service.Overlapped;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/** A thread of the service: gets, cancels, replies, asks, and may close the handle. */
final class Server extends Player {
  private final Desk desk;

  Server(Plan plan, Board board, Desk desk, int number) {
    super(plan, board, number);
    this.desk = desk;
  }

  @Override
  void step() {
    noticeOthers();
    if (plan.endsHere(random)) {
      closeHandle();
      return;
    }
    switch (plan.mood().deed(random)) {
      case POST -> postSome(1);
      case POST_THREE -> postSome(3);
      case GET -> get(plan.capacity(random));
      case AWAIT -> await(desk.anyOutstanding(random));
      case LOOK -> look(desk.anyOutstanding(random));
      case CANCEL -> cancel();
      case CANCEL_ALL -> cancelAll();
      case REPLY -> reply();
      case ASK -> ask();
    }
  }

  void closeHandle() {
    Entry entry = begin(new Call.CloseHandle());
    desk.port.close();
    end(entry, new Result.Done());
  }

  // ---- gets

  private void postSome(int count) {
    for (int i = 0; i < count && desk.outstanding().size() < Plan.MOST_GETTERS; i++) {
      post(plan.capacity(random));
    }
  }

  void post(int capacity) {
    byte[] buffer = Agreement.untouched(capacity);
    Overlapped overlapped = Overlapped.create();
    Entry entry = begin(new Call.Get(capacity, true));
    try {
      desk.port.getMessage(MemorySegment.ofArray(buffer), overlapped);
      known(entry);
      desk.post(new PostedGet(entry, overlapped, buffer));
    } catch (FilterPortException e) {
      end(entry, new Result.Got(false, e.status().value(), 0, buffer));
    }
  }

  private void get(int capacity) {
    byte[] buffer = Agreement.untouched(capacity);
    Entry entry = begin(new Call.Get(capacity, false));
    desk.beginGet(capacity);
    board.rest();
    Result.Got got = got(buffer);
    board.goOn();
    desk.endGet(capacity, got);
    end(entry, got);
  }

  private Result.Got got(byte[] buffer) {
    try {
      int bytes = desk.port.getMessage(MemorySegment.ofArray(buffer));
      return new Result.Got(true, NtStatus.SUCCESS.value(), bytes, buffer);
    } catch (FilterPortException e) {
      return new Result.Got(true, e.status().value(), (int) e.bytes(), buffer);
    }
  }

  /** With nothing to wait for it looks at one that is complete: it must stay so. */
  void look(PostedGet get) {
    PostedGet seen = get == null ? desk.anyComplete(random) : get;
    if (seen != null) {
      Entry entry = begin(new Call.Look(seen.entry().key));
      finish(entry, seen, seen.overlapped().isComplete());
    }
  }

  private void await(PostedGet get) {
    if (get == null) {
      look(null);
      return;
    }
    Entry entry = begin(new Call.Look(get.entry().key));
    if (random.nextInt(3) == 0) {
      finish(entry, get, awaitEndlessly(get));
    } else {
      finish(entry, get, get.overlapped().await(Timeout.ofNanos(random.nextInt(1, 300_000))));
    }
  }

  /** It ends, or the port has lost it. */
  void awaitEnd(PostedGet get) {
    Entry entry = begin(new Call.Look(get.entry().key));
    finish(entry, get, get.overlapped().await(Timeout.ofMillis(20_000)));
  }

  private boolean awaitEndlessly(PostedGet get) {
    desk.beginAwait();
    board.rest();
    boolean ended = get.overlapped().await(Timeout.infinite());
    board.goOn();
    desk.endAwait();
    return ended;
  }

  private void finish(Entry entry, PostedGet get, boolean complete) {
    end(entry, new Result.Looked(complete));
    if (complete) {
      Result.Got got = get.result();
      end(get.entry(), got);
      desk.completed(get, got);
    }
  }

  private void cancel() {
    PostedGet get = random.nextInt(5) > 0 ? desk.anyOutstanding(random) : desk.anyComplete(random);
    if (get != null) {
      Entry entry = begin(new Call.Cancel(get.entry().key));
      end(entry, new Result.Cancelled(desk.port.cancel(get.overlapped())));
    }
  }

  void cancelAll() {
    Entry entry = begin(new Call.CancelAll());
    end(entry, new Result.Cancelled(desk.port.cancelAll()));
  }

  // ---- replies and questions

  private void reply() {
    long id = random.nextInt(4) > 0 ? desk.takeUnanswered(random) : 0;
    reply(id == 0 ? desk.wrongId(random) : id);
  }

  void reply(long id) {
    byte[] payload = plan.bytes(random.nextInt(32), nextKey());
    int status = random.nextBoolean() ? NtStatus.SUCCESS.value() : NtStatus.ACCESS_DENIED.value();
    MemorySegment reply = MemorySegment.ofArray(new byte[ReplyHeader.SIZE + payload.length]);
    new ReplyHeader(new NtStatus(status), id).write(reply);
    MemorySegment.copy(MemorySegment.ofArray(payload), 0, reply, ReplyHeader.SIZE, payload.length);
    Entry entry = begin(new Call.Reply(id, status, payload));
    end(entry, new Result.Replied(replied(reply)));
  }

  private int replied(MemorySegment reply) {
    try {
      desk.port.reply(reply);
      return NtStatus.SUCCESS.value();
    } catch (FilterPortException e) {
      return e.status().value();
    }
  }

  private void ask() {
    byte[] question = plan.bytes(4 + random.nextInt(12), nextKey());
    byte[] answer = Agreement.untouched(question.length);
    Entry entry = begin(new Call.Ask(question));
    end(entry, new Result.Asked(asked(question, answer), answer));
  }

  private int asked(byte[] question, byte[] answer) {
    try {
      int bytes = desk.port.send(MemorySegment.ofArray(question), MemorySegment.ofArray(answer));
      return bytes == question.length ? NtStatus.SUCCESS.value() : NtStatus.UNSUCCESSFUL.value();
    } catch (FilterPortException e) {
      return e.status().value();
    }
  }

  /** Of those that sleep on a bell nobody knows it. */
  @Override
  boolean blocks(Thread waiting) {
    return LockSupport.getBlocker(waiting) instanceof Waiter;
  }
}
