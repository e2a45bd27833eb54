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

  /** Threads that may have a message which is not with its getter yet. */
  private final AtomicInteger collecting = new AtomicInteger();

  /** Left their slots, and are to be completed when nobody collects. */
  private final Queue<Getter> ended = new ConcurrentLinkedQueue<>();

  Collector(SlotTable table, CalleeRecords records, Breach breach) {
    this.table = table;
    this.records = records;
    this.breach = breach;
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
      for (Getter getter = ended.poll(); getter != null; getter = ended.poll()) {
        getter.complete(NtStatus.PORT_DISCONNECTED, 0);
      }
    }
  }

  /**
   * Completes a getter that met the connection's end, behind the messages. Between begin and end.
   */
  void disconnect(Getter getter) {
    ended.add(getter);
  }

  /** A loop: a message may meet any number of getters whose buffers are gone. */
  private boolean collectNow(Getter getter) {
    if (!records.take(getter)) {
      return false;
    }
    Getter next = settle(getter);
    while (next != null && records.take(next)) {
      next = settle(next);
    }
    return true;
  }

  /** {@return the getter that has the message now, if this one cannot take it} */
  private @Nullable Getter settle(Getter getter) {
    int slot = getter.leftSlot;
    long word = getter.leftWord;
    String fault = getter.leftFault;
    if (fault != null) {
      getter.complete(NtStatus.PORT_DISCONNECTED, 0);
      breach.report(fault);
      return null;
    }
    switch (SlotWord.phase(word)) {
      case SlotWord.TOO_SMALL -> {
        records.giveBack(slot);
        getter.complete(NtStatus.BUFFER_TOO_SMALL, SlotWord.arg(word));
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
      getter.complete(NtStatus.BUFFER_TOO_SMALL, needed);
      return null;
    }
    Delivery delivery = getter.delivery();
    delivery.read(slot, table.messageId(slot), table.replyCapacity(slot), table.flags(slot), word);
    if (delivery.replyCapacity() < 0) {
      breach.report("a message with reply capacity " + delivery.replyCapacity());
      getter.complete(NtStatus.PORT_DISCONNECTED, 0);
      return null;
    }
    if (!getter.take(delivery, table.messages.at(slot))) {
      Getter next = records.passOn(slot);
      getter.complete(NtStatus.ACCESS_VIOLATION, 0);
      return next;
    }
    boolean inPlace = getter.readsInPlace();
    if (!inPlace) {
      table.messages.giveBack(slot, delivery.length());
    }
    if (records.expectReply(delivery, inPlace)) {
      getter.complete(NtStatus.SUCCESS, needed);
    } else {
      breach.report("message id " + delivery.id() + " used twice");
      getter.complete(NtStatus.PORT_DISCONNECTED, 0);
    }
    return null;
  }
}
