package io.filterport.engine.slots;

import io.filterport.engine.slots.CalleeHalf.Cargo;
import io.filterport.engine.slots.CalleeHalf.Role;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a callee half knows, and each step that changes it: the records of the slots, the getters,
 * and the lock that guards both. Safe for use by any thread; one that offers, collects or replies
 * is inside the memory. The lock is held in no other class, and nobody else's code is called under
 * it.
 */
final class CalleeRecords {
  /*
   * Why. The callee owns the slots: only it writes replies, so the one who might still write late is
   * also the one who decides when the slot is offered again. There is no limbo and no reclaiming
   * protocol, and a late writer can never harm a new call.
   *
   * Protocol. A getter is offered through a free slot: record first, then the word, then the bit, then
   * the caller's bell if it is `hungry`. A message arrives in the slot by the caller's act, whether or
   * not a thread of ours runs. Collecting copies it out; if a reply is wanted its id goes into a
   * private map, and exactly one replier per id gets it out again. That one writes the reply and then
   * races the caller's expiry for the word.
   *
   * Records. FREE - OFF (offered) - TAKEN (being copied out, or unread) - GOT (a reply is awaited) or
   * BORROWED (so it is, and the message is read where it lies: somebody of ours is inside until then) -
   * BUSY (a replier is inside) - REPL (the reply is the caller's until it frees the word). A slot is free
   * again when the record says that nobody of ours is inside and the word says that the caller has left:
   * REPL with FREE, GOT or unread with EXPIRED. Callers tell us of these only while we are `starved`.
   *
   * Getters beyond the slots wait in `noSlot`, in order; whoever frees a slot offers it for the first
   * of them. `starved` is set before the last look for a free slot, never after.
   *
   * Lost buffers. A getter whose buffer cannot be written ends with that, and its slot, message inside,
   * goes to another (KSM-23): to the oldest that it fits into, else to the oldest, which learns the size
   * (KSM-17). With no getter there the slot is `unread`, before all that comes later, until one is, or
   * until its sender has left. All of it is this side's own: the caller sees a message that is read late.
   *
   * Order. Arrivals are taken out of their slots in the order of the offers, be it by many threads. Where
   * a sender goes on without waiting, its getters complete in that order, too (CompletionOrder).
   *
   * Trust. The record decides, the word is a request: a word that the record does not allow is a
   * breach. Length and header are read once, checked, and the copies are used.
   *
   * Failure. `close` turns what is still offered, or claimed by a caller that has not delivered, into
   * CLOSED; what was delivered before is collected, the rest ends "disconnected". Replies find nobody.
   *
   * Where. CalleeSlots has the records, the free slots and the map; Getters has `noSlot`, `starved` and
   * what is offered; UnreadSlots has what lost its buffer; Arrivals has what was announced. All four are
   * guarded by the lock here, and only the steps here call them. What a thread does between two steps,
   * without the lock, is Collector (copying a message out) and Replier (writing a reply). CalleeHalf lets
   * threads in and out.
   */

  private final SlotTable table;
  private final Role role;
  private final CompletionOrder order;

  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock, with all that is in them
  private final CalleeSlots slots;
  private final UnreadSlots unread;
  private final Getters getters;
  private final Arrivals arrivals;

  // guarded by lock
  private long lastId;
  private long collected;
  private long answered;
  private long late;

  /** Written under the lock. */
  private volatile boolean closed;

  CalleeRecords(SlotTable table, Role role, CompletionOrder order) {
    this.table = table;
    this.role = role;
    this.order = order;
    this.slots = new CalleeSlots(table);
    this.unread = new UnreadSlots(slots);
    this.getters = new Getters(table, slots, unread, role);
    this.arrivals = new Arrivals(table.arrived, slots);
  }

  // ---- what any thread may ask, without the lock

  boolean isClosed() {
    return closed;
  }

  /** {@return what grows with each offer and collection} */
  int progress() {
    return getters.progress();
  }

  /** {@return whether something may have arrived that nobody has looked at} */
  boolean hasArrivals() {
    return !arrivals.isEmpty();
  }

  /** {@return the getter that the slot offers, or null} It may have left when this returns. */
  @Nullable Getter owner(int slot) {
    return slots.owner(slot);
  }

  // ---- offering

  /**
   * Offers a getter's buffer, now or when a slot is free.
   *
   * @param collector takes an unread message to the getter that it goes to now
   * @return false if the half is closed; then the getter is not completed
   */
  boolean offer(Getter getter, Collector collector) {
    Getter reader;
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      getters.add(getter);
      unread.dropExpired();
      reader = nextReader();
      getters.feed();
    } finally {
      unlockAndTell();
    }
    boolean ignored = reader != null && collector.collect(reader);
    return true;
  }

  /**
   * What it has counts as arrived until it is taken, whatever becomes of the thread that takes it.
   */
  private @Nullable Getter nextReader() {
    Getter reader = getters.nextReader();
    if (reader != null) {
      arrivals.add(reader.slot);
    }
    return reader;
  }

  /** Gives slots that were left to getters that wait for one. */
  void feedUnfed() {
    if (getters.hasUnfed()) {
      feed();
    }
  }

  private void feed() {
    lock.lock();
    try {
      if (!closed) {
        getters.feed();
      }
    } finally {
      unlockAndTell();
    }
  }

  /** {@return false if a message reached the getter first, or it is over} */
  boolean withdraw(Getter getter) {
    lock.lock();
    try {
      if (!getters.takeBack(getter)) {
        return false;
      }
      getters.feed();
      return true;
    } finally {
      unlockAndTell();
    }
  }

  /** {@return every getter} */
  List<Getter> outstanding() {
    lock.lock();
    try {
      return getters.outstanding();
    } finally {
      lock.unlock();
    }
  }

  /** Bells are rung without the lock. */
  private void unlockAndTell() {
    boolean ring = getters.takeOffersToRing();
    lock.unlock();
    if (ring && table.hungry.isSet()) {
      table.callerBell.ring();
    }
  }

  // ---- collecting

  /** {@return whether the getter has left its slot: what is there is its thread's alone} */
  boolean take(Getter getter) {
    lock.lock();
    try {
      return takeOut(getter);
    } finally {
      unlockAndTell();
    }
  }

  /**
   * {@return of the getters that something has arrived for the one that was offered first; null if
   * there is none} It has left its slot, as by {@link #take}.
   *
   * <p>A bit may be there before its message, and an older message's bit behind it: one that is
   * found is the first only if no older one was announced by then.
   */
  @Nullable Getter takeNext() {
    lock.lock();
    try {
      arrivals.drain();
      Getter next = firstArrived();
      while (next != null && arrivals.drain()) {
        Getter older = firstArrived();
        if (older == null || older.ticket >= next.ticket) {
          break;
        }
        next = older;
      }
      return next != null && takeOut(next) ? next : null;
    } finally {
      unlockAndTell();
    }
  }

  private @Nullable Getter firstArrived() {
    Getter first = arrivals.first();
    while (first != null && !isThereSomething(first.slot)) {
      arrivals.remove(first.slot);
      first = arrivals.first();
    }
    return first;
  }

  private boolean isThereSomething(int slot) {
    long word = word(slot);
    return SlotWord.hasArrived(word) || fault(slot, word) != null;
  }

  /**
   * {@return the word of an offered slot} After the close there is no offer, whatever a caller
   * writes.
   */
  private long word(int slot) {
    long word = table.word(slot);
    return closed && !SlotWord.hasArrived(word)
        ? SlotWord.of(SlotWord.CLOSED, slots.state(slot).generation, 0)
        : word;
  }

  private boolean takeOut(Getter getter) {
    int slot = getter.slot;
    if (slot == CalleeSlots.NONE) {
      return false;
    }
    long word = word(slot);
    String fault = fault(slot, word);
    if (fault == null && !SlotWord.hasArrived(word)) {
      return false;
    }
    getters.collect(slot);
    arrivals.remove(slot); // now, not sooner: while the message is here, somebody knows of it
    getter.leftSlot = slot;
    getter.leftWord = word;
    getter.leftFault = fault;
    if (role == Role.SERVICE && fault == null && SlotWord.carriesMessage(word)) {
      order.enter(getter, SlotWord.isAwaited(word));
    }
    return true;
  }

  /** {@return what is wrong with the word of an offered slot, or null} */
  private @Nullable String fault(int slot, long word) {
    int phase = SlotWord.phase(word);
    CalleeSlot state = slots.state(slot);
    if (SlotWord.generation(word) != state.generation
        || phase == SlotWord.FREE
        || phase == SlotWord.REPLIED
        || (phase == SlotWord.CLOSED && !closed)) {
      return SlotWord.foreign("an offered slot", word);
    }
    return SlotWord.carriesMessage(word)
        ? messageFault(word, state.capacity - CalleeHalf.HEADER)
        : null;
  }

  private @Nullable String messageFault(long word, int room) {
    String length = lengthFault(SlotWord.length(word), room);
    return length == null ? replyFault(word) : length;
  }

  /** Clients always wait: a slot is not free again before its callback has returned. */
  private @Nullable String replyFault(long word) {
    return role == Role.FILTER && !SlotWord.replyWanted(word)
        ? SlotWord.foreign("a slot whose client must wait", word)
        : null;
  }

  /** No sum of foreign numbers, which could overflow. */
  private @Nullable String lengthFault(int length, int room) {
    return length > room || (length == 0 && role == Role.FILTER)
        ? length + " bytes delivered into " + room
        : null;
  }

  /** The slot that a getter left held no message. */
  void giveBack(int slot) {
    lock.lock();
    try {
      slots.release(slot);
      getters.feed();
    } finally {
      unlockAndTell();
    }
  }

  /** A getter too small for an unread message has failed for it; that is enough for one attempt. */
  void keepUnread(int slot) {
    lock.lock();
    try {
      unread.addFirst(slot);
    } finally {
      lock.unlock();
    }
  }

  /** {@return the getter that takes an unread message now; null if there is none} */
  @Nullable Getter passOn(int slot) {
    lock.lock();
    try {
      unread.add(slot);
      Getter next = closed ? null : nextReader();
      getters.feed();
      return next;
    } finally {
      unlockAndTell();
    }
  }

  /**
   * {@return false if the id is in use} The slot is somebody else's or nobody's afterwards.
   *
   * @param inPlace whether the message is read where it lies until its reply
   */
  boolean expectReply(Delivery delivery, boolean inPlace) {
    int slot = delivery.slot();
    lock.lock();
    try {
      boolean measured = Latencies.isDue(collected++) && role == Role.FILTER;
      slots.state(slot).setSince(measured ? System.nanoTime() : 0);
      if (!delivery.replyWanted()) {
        slots.release(slot);
      } else if (!closed) {
        if (role == Role.FILTER) {
          delivery.number(++lastId);
        }
        if (!slots.awaitReply(delivery, inPlace)) {
          return false;
        }
      }
      getters.feed();
      return true;
    } finally {
      unlockAndTell();
    }
  }

  /** {@return what travels beside a message; null if nothing does, or it is answered or unknown} */
  @Nullable Cargo cargo(long id) {
    lock.lock();
    try {
      CalleeSlot slot = closed ? null : slots.awaiting(id);
      if (slot == null || (slot.flags & SlotTable.HAS_CONTENT) == 0) {
        return null;
      }
      boolean lost = (slot.flags & SlotTable.CONTENT_LOST) != 0;
      return new Cargo(slot.index, slot.generation, lost);
    } finally {
      lock.unlock();
    }
  }

  // ---- replying

  /** {@return the slot of a message, which the calling thread alone may answer now; or null} */
  @Nullable CalleeSlot takeForReply(long id) {
    lock.lock();
    try {
      CalleeSlot slot = closed ? null : slots.takeForReply(id);
      if (slot == null) {
        late++;
      } else {
        answered++;
      }
      return slot;
    } finally {
      lock.unlock();
    }
  }

  /** The replier's memory went away, or none is left: its message can still be answered. */
  void unreply(CalleeSlot slot, long id) {
    lock.lock();
    try {
      if (!closed && slots.awaitReply(slot, id, CalleeSlot.GOT)) {
        answered--;
        getters.feed();
      }
    } finally {
      unlockAndTell();
    }
  }

  /**
   * {@return false if the slot is not this replier's any more: a caller that wrote FREE before its
   * reply came had it taken back}
   */
  boolean leaveReply(CalleeSlot slot, int generation) {
    lock.lock();
    try {
      answered--;
      late++;
      boolean mine = slots.releaseUnreplied(slot, generation);
      if (mine) {
        getters.feed();
      }
      return mine;
    } finally {
      unlockAndTell();
    }
  }

  // ---- what it tells

  /**
   * {@return what the half did and does}
   *
   * @param latencies of its replies
   */
  CalleeCounters counters(Latencies latencies) {
    lock.lock();
    try {
      int used = table.slots - slots.freeCount() - getters.offeredCount();
      return new CalleeCounters(collected, answered, late, used, table.slots, latencies);
    } finally {
      lock.unlock();
    }
  }

  // ---- the end

  /**
   * Offers nothing any more and finds no waiter for any reply. In each offered slot something has
   * arrived then. The second time it does nothing.
   *
   * @param waiting gets the getters beyond the slots, which are to be completed
   */
  void close(List<Getter> waiting) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      getters.close(waiting, arrivals);
    } finally {
      lock.unlock();
    }
  }
}
