package io.filterport.engine.slots;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a callee half by their records: what each is, which are free or may soon be, and
 * which hold the messages that await a reply. Guarded by the lock of {@link CalleeRecords}, but for
 * {@link #owner}.
 */
final class CalleeSlots {
  static final int NONE = IdMap.NONE;

  private final SlotTable table;

  /** What each slot is to this half; null for one that was never offered. */
  private final AtomicReferenceArray<@Nullable CalleeSlot> states;

  // guarded by the lock of CalleeRecords
  private final int[] free;
  private int freeCount;
  private final int[] leaving;
  private int leavingCount;
  private final IdMap ids = new IdMap();

  CalleeSlots(SlotTable table) {
    this.table = table;
    this.states = new AtomicReferenceArray<>(table.slots);
    this.free = new int[table.slots];
    this.leaving = new int[table.slots];
    for (int slot = table.slots - 1; slot >= 0; slot--) {
      free[freeCount++] = slot;
    }
  }

  /** {@return that of a slot that was offered} */
  CalleeSlot state(int slot) {
    return Objects.requireNonNull(states.get(slot), "never offered");
  }

  /** {@return that of a slot that is going to be offered, new if it never was} */
  CalleeSlot stateToOffer(int slot) {
    CalleeSlot state = states.get(slot);
    if (state == null) {
      state = new CalleeSlot(slot);
      states.setRelease(slot, state);
    }
    return state;
  }

  /** {@return the getter that the slot offers, or null} Any thread may look. */
  @Nullable Getter owner(int slot) {
    CalleeSlot state = states.get(slot);
    return state == null ? null : state.owner();
  }

  // ---- free slots

  int freeCount() {
    return freeCount;
  }

  /** {@return a free slot, the one that was released last; NONE if there is none} */
  int takeFree() {
    return freeCount == 0 ? NONE : free[--freeCount];
  }

  void release(int slot) {
    state(slot).setPhase(CalleeSlot.FREE);
    free[freeCount++] = slot;
  }

  /** Releases the slots whose replies were consumed. */
  void takeBackReplied() {
    int kept = 0;
    for (int i = 0; i < leavingCount; i++) {
      int slot = leaving[i];
      int record = state(slot).phase();
      if (record == CalleeSlot.REPL && SlotWord.phase(table.word(slot)) == SlotWord.FREE) {
        release(slot);
      } else if (record == CalleeSlot.BUSY || record == CalleeSlot.REPL) {
        leaving[kept++] = slot;
      }
    }
    leavingCount = kept;
  }

  /** Releases the slots whose senders have left before a reply, and that nobody of ours is in. */
  void takeBackExpired() {
    for (int slot = 0; slot < table.slots; slot++) {
      CalleeSlot state = states.get(slot);
      if (state != null && state.phase() == CalleeSlot.GOT && isExpired(slot)) {
        int ignored = ids.remove(state.id);
        release(slot);
      }
    }
  }

  boolean isExpired(int slot) {
    return state(slot).isExpired(table.word(slot));
  }

  // ---- messages that await a reply

  /** {@return false if the id is in use} Then the slot is somebody else's or nobody's. */
  boolean awaitReply(Delivery delivery, boolean inPlace) {
    int slot = delivery.slot();
    CalleeSlot state = state(slot);
    state.id = delivery.id();
    state.replyCapacity = delivery.replyCapacity();
    state.length = delivery.length();
    state.flags = delivery.flags();
    return awaitReply(state, delivery.id(), inPlace ? CalleeSlot.BORROWED : CalleeSlot.GOT);
  }

  /** {@return false if the id is in use} */
  boolean awaitReply(CalleeSlot state, long id, int phase) {
    if (!ids.put(id, state.index)) {
      return false;
    }
    state.setPhase(phase);
    return true;
  }

  /** {@return the slot of a message that awaits a reply, or null} */
  @Nullable CalleeSlot awaiting(long id) {
    int slot = ids.get(id);
    return slot == NONE ? null : state(slot);
  }

  /** {@return the same, which awaits no reply any more, for this replier is inside} */
  @Nullable CalleeSlot takeForReply(long id) {
    int slot = ids.remove(id);
    if (slot == NONE) {
      return null;
    }
    CalleeSlot state = state(slot);
    state.setPhase(CalleeSlot.BUSY);
    leave(slot);
    return state;
  }

  /** The slot is looked at by the next {@link #takeBackReplied}. */
  private void leave(int slot) {
    for (int i = 0; i < leavingCount; i++) {
      if (leaving[i] == slot) {
        return;
      }
    }
    leaving[leavingCount++] = slot;
  }

  /** Releases the slot of a reply that nobody waits for. {@return false if it is another's now} */
  boolean releaseUnreplied(CalleeSlot state, int generation) {
    int record = state.phase();
    boolean mine =
        state.generation == generation && (record == CalleeSlot.BUSY || record == CalleeSlot.REPL);
    if (mine) {
      release(state.index);
    }
    return mine;
  }
}
