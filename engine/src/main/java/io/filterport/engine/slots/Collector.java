package io.filterport.engine.slots;

import io.filterport.NtStatus;
import org.jspecify.annotations.Nullable;

/**
 * Collects for the getters of a callee half: takes what has arrived out of the slot, to its getter
 * or to another one. Called by threads that are inside the memory, without a lock. It keeps
 * nothing: what a thread holds between its steps stands in the getter that has left its slot.
 */
final class Collector {
  private final SlotTable table;
  private final CalleeRecords records;
  private final Breach breach;

  Collector(SlotTable table, CalleeRecords records, Breach breach) {
    this.table = table;
    this.records = records;
    this.breach = breach;
  }

  /**
   * {@return whether the calling thread took what had arrived for the getter, and completed it} A
   * loop: a message may meet any number of getters whose buffers are gone.
   */
  boolean collect(Getter getter) {
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
      case SlotWord.TOO_SMALL -> fail(slot, getter, NtStatus.BUFFER_TOO_SMALL, word);
      case SlotWord.CLOSED -> fail(slot, getter, NtStatus.PORT_DISCONNECTED, word);
      default -> {
        return collectMessage(slot, getter, word);
      }
    }
    return null;
  }

  private void fail(int slot, Getter getter, NtStatus status, long word) {
    if (SlotWord.phase(word) != SlotWord.CLOSED) {
      records.giveBack(slot);
    }
    getter.complete(status, SlotWord.arg(word));
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
