package io.filterport.engine.slots;

import io.filterport.engine.slots.CalleeHalf.ReplyOutcome;
import java.lang.foreign.MemorySegment;

/**
 * Answers the messages of a callee half: whoever has taken a message from {@link CalleeRecords} has
 * its slot alone, writes the reply, and races the caller's expiry for the word. Called by threads
 * that are inside the memory, without a lock.
 */
final class Replier {
  private final SlotTable table;
  private final CalleeRecords records;
  private final Breach breach;

  /** From the collection of a message to its reply. Safe for use by any thread. */
  private final Latencies latencies = new Latencies();

  Replier(SlotTable table, CalleeRecords records, Breach breach) {
    this.table = table;
    this.records = records;
    this.breach = breach;
  }

  Latencies latencies() {
    return latencies;
  }

  /** As {@link CalleeHalf#reply}. */
  ReplyOutcome reply(long id, int status, int count, MemorySegment reply, long offset, int length) {
    CalleeSlot slot = records.takeForReply(id);
    if (slot == null) {
      return ReplyOutcome.NO_WAITER;
    }
    if (!reserve(slot, length)) {
      records.unreply(slot, id);
      return ReplyOutcome.NO_MEMORY;
    }
    int generation = slot.generation;
    boolean truncated = length > room(slot);
    return write(slot, id, status, count, reply, offset, length)
        ? publish(slot, generation, length, truncated)
        : noWaiter(slot, generation);
  }

  /** As {@link CalleeHalf#replyRecord}. */
  MemorySegment record(int slot, int length) {
    table.replies.reserve(slot, length);
    return table.replies.at(slot);
  }

  /** As {@link CalleeHalf#replyInPlace}. */
  ReplyOutcome replyInPlace(long id, int status, int count, int length) {
    CalleeSlot slot = records.takeForReply(id);
    if (slot == null) {
      return ReplyOutcome.NO_WAITER;
    }
    int generation = slot.generation;
    table.replies.reserve(slot.index, length);
    table.messages.giveBack(slot.index, slot.length);
    table.writeReply(slot.index, status, count);
    slot.setPhase(CalleeSlot.REPL);
    return publish(slot, generation, length, false);
  }

  /**
   * {@return false if the caller has left} The slot is this thread's alone until the record says.
   */
  private boolean write(
      CalleeSlot slot,
      long id,
      int status,
      int count,
      MemorySegment reply,
      long offset,
      int length) {
    int index = slot.index;
    if (slot.isExpired(table.word(index))) {
      return false;
    }
    try {
      MemorySegment.copy(reply, offset, table.replies.at(index), 0, stored(slot, length));
      MappedFiles.requireWhole(reply);
    } catch (Throwable e) { // memory that its owner frees, or a file that somebody cuts short
      records.unreply(slot, id);
      throw e;
    }
    table.writeReply(index, status, count);
    slot.setPhase(CalleeSlot.REPL);
    return true;
  }

  private boolean reserve(CalleeSlot slot, int length) {
    try {
      table.replies.reserve(slot.index, stored(slot, length));
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  private int stored(CalleeSlot slot, int length) {
    return Math.min(length, room(slot));
  }

  private int room(CalleeSlot slot) {
    return Math.min(slot.replyCapacity, table.replies.maxMessageBytes());
  }

  private ReplyOutcome publish(CalleeSlot slot, int generation, int length, boolean truncated) {
    int index = slot.index;
    for (int i = 0; i < SlotTable.TRIES; i++) {
      long word = table.word(index);
      if (SlotWord.generation(word) != generation) {
        break;
      }
      if (SlotWord.phase(word) == SlotWord.EXPIRED) {
        return noWaiter(slot, generation);
      }
      if (SlotWord.phase(word) != SlotWord.DELIVERED) {
        break;
      }
      long since = slot.since();
      if (table.casWord(index, word, SlotWord.of(SlotWord.REPLIED, generation, length))) {
        if (since != 0) {
          latencies.add(System.nanoTime() - since);
        }
        announce(index, word);
        return truncated ? ReplyOutcome.TRUNCATED : ReplyOutcome.ACCEPTED;
      }
    }
    breach.report(
        "a slot that is being answered holds word 0x" + Long.toHexString(table.word(index)));
    return ReplyOutcome.NO_WAITER;
  }

  private void announce(int slot, long delivered) {
    if (SlotWord.isParked(delivered)) {
      table.done.add(slot);
      table.callerBell.ring();
    }
  }

  private ReplyOutcome noWaiter(CalleeSlot slot, int generation) {
    if (!records.leaveReply(slot, generation)) {
      breach.report("a slot was freed while it was being answered");
    }
    return ReplyOutcome.NO_WAITER;
  }
}
