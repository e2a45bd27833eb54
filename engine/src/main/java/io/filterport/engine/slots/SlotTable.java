package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The shared part of one table, as both halves see it. Which half may change what, and when, is the
 * protocol of {@link CallerHalf} and {@link CalleeRecords}.
 */
final class SlotTable {
  /** Flag of a message: the caller gave a reply buffer, be it empty. */
  static final int HAS_REPLY_BUFFER = 1;

  /** Flag of a message: a content travels beside it. */
  static final int HAS_CONTENT = 2;

  /** Flag of a message, with the former: it could not be handed over. */
  static final int CONTENT_LOST = 4;

  /**
   * Tries of the callee's compare-and-set: an honest caller changes the word at most twice more.
   */
  static final int TRIES = 3;

  final int slots;
  final SlotSet offered;
  final SlotSet arrived;
  final SlotSet done;
  final SharedFlag hungry;
  final SharedFlag starved;
  final Records messages;
  final Records replies;

  /** Rung by the caller half. */
  final Bell arrivalBell;

  /** Rung by the callee half. */
  final Bell callerBell;

  private final MemorySegment control;
  private final long base;

  SlotTable(
      MemorySegment control,
      long base,
      int slots,
      SharedFlag hungry,
      SharedFlag starved,
      Records messages,
      Records replies,
      Bell arrivalBell,
      Bell callerBell) {
    this.control = control;
    this.base = base;
    this.slots = slots;
    this.offered = new SlotSet(control, base + ConnectionLayout.OFFERED, slots);
    this.arrived = new SlotSet(control, base + ConnectionLayout.ARRIVED, slots);
    this.done = new SlotSet(control, base + ConnectionLayout.DONE, slots);
    this.hungry = hungry;
    this.starved = starved;
    this.messages = messages;
    this.replies = replies;
    this.arrivalBell = arrivalBell;
    this.callerBell = callerBell;
  }

  private long line(int slot) {
    return base + ConnectionLayout.LINES + (long) slot * ConnectionLayout.LINE;
  }

  long word(int slot) {
    return Shared.getLong(control, line(slot));
  }

  boolean casWord(int slot, long expected, long word) {
    return Shared.casLong(control, line(slot), expected, word);
  }

  void setWord(int slot, long word) {
    Shared.setLong(control, line(slot), word);
  }

  long ticket(int slot) {
    return Shared.getLong(control, line(slot) + ConnectionLayout.TICKET);
  }

  void setTicket(int slot, long ticket) {
    Shared.setLong(control, line(slot) + ConnectionLayout.TICKET, ticket);
  }

  /** Tells the callee that the slot has news. */
  void tellArrived(int slot) {
    arrived.add(slot);
    arrivalBell.ring();
  }

  // ---- what goes with a message and with its reply; whose it is, the word says

  void writeMessage(int slot, long id, int replyCapacity, int flags) {
    long line = line(slot);
    control.set(ValueLayout.JAVA_LONG, line + ConnectionLayout.MESSAGE_ID, id);
    control.set(ValueLayout.JAVA_INT, line + ConnectionLayout.REPLY_CAPACITY, replyCapacity);
    control.set(ValueLayout.JAVA_INT, line + ConnectionLayout.FLAGS, flags);
  }

  long messageId(int slot) {
    return control.get(ValueLayout.JAVA_LONG, line(slot) + ConnectionLayout.MESSAGE_ID);
  }

  int replyCapacity(int slot) {
    return control.get(ValueLayout.JAVA_INT, line(slot) + ConnectionLayout.REPLY_CAPACITY);
  }

  int flags(int slot) {
    return control.get(ValueLayout.JAVA_INT, line(slot) + ConnectionLayout.FLAGS);
  }

  void writeReply(int slot, int status, int count) {
    control.set(ValueLayout.JAVA_INT, line(slot) + ConnectionLayout.STATUS, status);
    control.set(ValueLayout.JAVA_INT, line(slot) + ConnectionLayout.COUNT, count);
  }

  int status(int slot) {
    return control.get(ValueLayout.JAVA_INT, line(slot) + ConnectionLayout.STATUS);
  }

  int count(int slot) {
    return control.get(ValueLayout.JAVA_INT, line(slot) + ConnectionLayout.COUNT);
  }
}
