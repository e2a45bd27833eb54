package io.filterport.verify.conformance.history;

import io.filterport.Buffers;
import io.filterport.engine.slots.CallerHalf;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/** A thread of the filter: sends, and may close the client port. */
final class Sender extends Player {
  private final ClientPort client;
  private final int index;
  private final Runnable observer;

  /** An observer looks at the manager before each step. */
  Sender(Plan plan, Board board, ClientPort client, int index, Runnable observer) {
    super(plan, board, Plan.SENDERS + index);
    this.client = client;
    this.index = index;
    this.observer = observer;
  }

  @Override
  void step() {
    observer.run();
    noticeOthers();
    if (plan.endsHere(random)) {
      Entry entry = begin(new Call.ClosePort());
      client.close();
      end(entry, new Result.Done());
    } else {
      send(call());
    }
  }

  private Call.Send call() {
    long timeout = plan.mood().timeoutNanos(random);
    int length = plan.length(random);
    if (timeout == Call.Send.ENDLESS) {
      length = Math.max(4, length); // it must be told apart by who receives it
    }
    int capacity = plan.mood().wantsReply(random) ? random.nextInt(24) : Call.Send.NO_REPLY;
    return new Call.Send(plan.bytes(length, nextKey()), capacity, timeout);
  }

  private void send(Call.Send call) {
    MemorySegment message = Buffers.of(call.message());
    byte[] reply = Agreement.untouched(Math.max(0, call.replyCapacity()));
    MemorySegment room = call.wantsReply() ? MemorySegment.ofArray(reply) : null;
    Entry entry = begin(call);
    if (call.isEndless()) {
      board.sending(index, entry.key);
      board.rest();
    }
    long start = System.nanoTime();
    SendResult result = client.send(message, room, call.timeout());
    long elapsed = System.nanoTime() - start;
    if (call.isEndless()) {
      board.goOn();
      board.sending(index, 0);
    }
    end(
        entry,
        new Result.Sent(
            result.outcome(), result.status().value(), result.replyLength(), reply, elapsed));
  }

  /** Not if it waits for a lock. */
  @Override
  boolean blocks(Thread waiting) {
    return LockSupport.getBlocker(waiting) instanceof CallerHalf;
  }
}
