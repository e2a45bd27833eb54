package io.filterport.engine.slots;

import io.filterport.NtStatus;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Collects for the getters of a callee half: takes what has arrived out of the slot, to its getter
 * or to another one. Called by threads that are inside the memory, without a lock. What a thread
 * holds between its steps stands in the getter that has left its slot.
 *
 * <p>Threads collect side by side, and one that meets the end of the connection may be ahead of one
 * that still copies a message. Messages come first (GET-28): so getters that meet the end wait here
 * until no thread collects, and the last one completes them.
 */
final class Collector {
  private final SlotTable table;
  private final CalleeRecords records;
  private final Breach breach;
  private final CompletionOrder order;

  /** Threads that may have a message which is not with its getter yet. */
  private final AtomicInteger collecting = new AtomicInteger();

  /** Left their slots, and are to be completed when nobody collects. */
  private final Queue<Getter> ended = new ConcurrentLinkedQueue<>();

  Collector(SlotTable table, CalleeRecords records, Breach breach, CompletionOrder order) {
    this.table = table;
    this.records = records;
    this.breach = breach;
    this.order = order;
  }

  /**
   * {@return whether the calling thread took what had arrived for the getter} Then that completes
   * now; or soon, if it is the end.
   */
  boolean collect(Getter getter) {
    begin();
    try {
      return collectNow(getter);
    } finally {
      end();
    }
  }

  /** From now on until {@link #end} no getter completes because of the connection's end. */
  void begin() {
    collecting.incrementAndGet();
  }

  /** Completes the getters that met the connection's end, unless another thread collects. */
  void end() {
    if (collecting.decrementAndGet() == 0) {
      completeEnded();
    }
  }

  private void completeEnded() {
    Throwable failure = null;
    for (Getter getter = ended.poll(); getter != null; getter = ended.poll()) {
      try {
        getter.complete(NtStatus.PORT_DISCONNECTED, 0);
      } catch (RuntimeException | Error e) {
        failure = FirstFailure.of(failure, e);
      }
    }
    FirstFailure.rethrow(failure);
  }

  /**
   * Completes a getter that met the connection's end, behind the messages. Between begin and end.
   */
  void disconnect(Getter getter) {
    ended.add(getter);
  }

  private boolean collectNow(Getter getter) {
    if (!records.take(getter)) {
      return false;
    }
    settleTaken(getter);
    return true;
  }

  /**
   * Collects what has arrived, in the order of the offers. Between begin and end. A thread that
   * finds more and more does not stay for good: whoever brings more comes here, too. An error in
   * one getter's end leaves the others theirs, and is thrown afterwards.
   *
   * @return whether there was anything, be it bits only
   */
  boolean collectArrived() {
    boolean any = false;
    Throwable failure = null;
    for (int i = 0; i < table.slots && records.hasArrivals(); i++) {
      any = true;
      try {
        collectNext();
      } catch (RuntimeException | Error e) {
        failure = FirstFailure.of(failure, e);
      }
    }
    FirstFailure.rethrow(failure);
    return any;
  }

  private void collectNext() {
    Getter next = records.takeNext();
    if (next != null) {
      settleTaken(next);
    }
  }

  /** A loop: a message may meet any number of getters whose buffers are gone. */
  private void settleTaken(Getter getter) {
    Getter next = settleOrForget(getter);
    while (next != null && records.take(next)) {
      next = settleOrForget(next);
    }
  }

  private @Nullable Getter settleOrForget(Getter getter) {
    long place = getter.place;
    try {
      return settle(getter);
    } catch (RuntimeException | Error e) {
      order.forget(getter, place);
      throw e;
    }
  }

  /** {@return the getter that has the message now, if this one cannot take it} */
  private @Nullable Getter settle(Getter getter) {
    int slot = getter.leftSlot;
    long word = getter.leftWord;
    String fault = getter.leftFault;
    if (fault != null) {
      order.complete(getter, NtStatus.PORT_DISCONNECTED, 0);
      breach.report(fault);
      return null;
    }
    switch (SlotWord.phase(word)) {
      case SlotWord.TOO_SMALL -> {
        records.giveBack(slot);
        order.complete(getter, NtStatus.BUFFER_TOO_SMALL, SlotWord.arg(word));
      }
      case SlotWord.CLOSED -> disconnect(getter);
      default -> {
        return collectMessage(slot, getter, word);
      }
    }
    return null;
  }

  private @Nullable Getter collectMessage(int slot, Getter getter, long word) {
    int needed = CalleeHalf.HEADER + SlotWord.length(word);
    if (getter.capacity() < needed) {
      records.keepUnread(slot);
      order.complete(getter, NtStatus.BUFFER_TOO_SMALL, needed);
      return null;
    }
    Delivery delivery = getter.delivery();
    delivery.read(slot, table.messageId(slot), table.replyCapacity(slot), table.flags(slot), word);
    if (delivery.replyCapacity() < 0) {
      breach.report("a message with reply capacity " + delivery.replyCapacity());
      order.complete(getter, NtStatus.PORT_DISCONNECTED, 0);
      return null;
    }
    if (!getter.take(delivery, table.messages.at(slot))) {
      Getter next = records.passOn(slot);
      order.complete(getter, NtStatus.ACCESS_VIOLATION, 0);
      return next;
    }
    boolean inPlace = getter.readsInPlace();
    if (!inPlace) {
      table.messages.giveBack(slot, delivery.length());
    }
    if (records.expectReply(delivery, inPlace)) {
      order.complete(getter, NtStatus.SUCCESS, needed);
    } else {
      breach.report("message id " + delivery.id() + " used twice");
      order.complete(getter, NtStatus.PORT_DISCONNECTED, 0);
    }
    return null;
  }
}
