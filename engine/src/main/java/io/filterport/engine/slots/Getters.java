package io.filterport.engine.slots;

import io.filterport.engine.slots.CalleeHalf.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The getters of a callee half: those that a slot offers, and those beyond the slots. Gives slots
 * to getters, and takes them back. Guarded by the lock of {@link CalleeRecords}, but for what any
 * thread may ask.
 */
final class Getters {
  private static final int NONE = CalleeSlots.NONE;

  /** Most connections have few getters beyond their slots. */
  private static final int FEW = 1;

  private final SlotTable table;
  private final CalleeSlots slots;
  private final UnreadSlots unread;
  private final Role role;

  // guarded by the lock of CalleeRecords
  private final ArrayDeque<Getter> noSlot = new ArrayDeque<>(FEW);
  private int offeredCount;
  private long lastTicket;
  private boolean starved;
  private boolean offersToRing;

  /** Whether getters may wait for a slot. Written under that lock. */
  private volatile boolean hasUnfed;

  /** Offers and collections. Written under that lock. */
  private volatile int progress;

  Getters(SlotTable table, CalleeSlots slots, UnreadSlots unread, Role role) {
    this.table = table;
    this.slots = slots;
    this.unread = unread;
    this.role = role;
  }

  /** {@return whether getters may wait for a slot} Any thread may ask. */
  boolean hasUnfed() {
    return hasUnfed;
  }

  /** {@return what grows with each offer and collection} Any thread may ask. */
  int progress() {
    return progress;
  }

  int offeredCount() {
    return offeredCount;
  }

  // ---- offering

  void add(Getter getter) {
    noSlot.add(getter);
    hasUnfed = true;
  }

  /** Gives slots to the getters that wait for one, oldest first. */
  void feed() {
    while (!noSlot.isEmpty()) {
      int slot = pick();
      if (slot == NONE) {
        slot = pickStarving();
      }
      if (slot == NONE) {
        return;
      }
      publish(slot, noSlot.remove());
    }
    hasUnfed = false;
    setStarved(false);
  }

  private int pickStarving() {
    if (starved || (role == Role.FILTER && offeredCount > 0)) {
      return NONE;
    }
    setStarved(true);
    return pick();
  }

  private void setStarved(boolean value) {
    if (starved != value) {
      starved = value;
      table.starved.set(value);
    }
  }

  /** {@return a free slot, the one used last if it is free again} */
  private int pick() {
    slots.takeBackReplied();
    if (slots.freeCount() == 0) {
      slots.takeBackExpired();
      unread.dropExpired();
    }
    return slots.takeFree();
  }

  private void publish(int slot, Getter getter) {
    int capacity =
        Math.min(getter.capacity(), CalleeHalf.HEADER + table.messages.maxMessageBytes());
    CalleeSlot state = slots.stateToOffer(slot);
    int generation = (state.generation + 1) % SlotWord.GENERATIONS;
    state.generation = generation;
    state.capacity = capacity;
    state.setPhase(CalleeSlot.OFF);
    state.setOwner(getter);
    getter.slot = slot;
    getter.ticket = ++lastTicket;
    offeredCount++;
    table.setTicket(slot, getter.ticket);
    table.setWord(slot, SlotWord.of(SlotWord.OFFERED, generation, capacity));
    table.offered.add(slot);
    offersToRing = true;
    moved();
  }

  private void moved() {
    int before = progress;
    progress = before + 1;
  }

  /** {@return whether there were offers since this was asked last: then the caller may be rung} */
  boolean takeOffersToRing() {
    boolean ring = offersToRing;
    offersToRing = false;
    return ring;
  }

  // ---- leaving a slot

  /** The getter of the slot is going to take what arrived there. */
  void collect(int slot) {
    slots.state(slot).setPhase(CalleeSlot.TAKEN);
    retire(slot);
    moved();
  }

  /** The getter of an offered slot is leaving it. */
  private void retire(int slot) {
    CalleeSlot state = slots.state(slot);
    Getter getter = state.owner();
    if (getter != null) {
      getter.slot = NONE;
    }
    state.setOwner(null);
    offeredCount--;
  }

  /** {@return false if a message reached the getter first, or it is over} */
  boolean takeBack(Getter getter) {
    int slot = getter.slot;
    if (slot == NONE) {
      return noSlot.remove(getter);
    }
    CalleeSlot state = slots.state(slot);
    int generation = state.generation;
    long offer = SlotWord.of(SlotWord.OFFERED, generation, state.capacity);
    if (!table.casWord(slot, offer, SlotWord.of(SlotWord.FREE, generation, 0))) {
      return false;
    }
    retire(slot);
    slots.release(slot);
    return true;
  }

  // ---- unread messages

  /** {@return the getter that an unread message goes to, and has from now on; null if none} */
  @Nullable Getter nextReader() {
    if (unread.isEmpty()) {
      return null;
    }
    for (Integer slot : unread) {
      Getter fits = takeBackOldest(CalleeHalf.HEADER + SlotWord.length(table.word(slot)));
      if (fits != null) {
        return own(slot, fits);
      }
    }
    Getter oldest = takeBackOldest(0);
    return oldest == null ? null : own(unread.oldest(), oldest);
  }

  private @Nullable Getter takeBackOldest(int capacity) {
    for (Getter getter : offeredByAge()) {
      if (getter.capacity() >= capacity && takeBack(getter)) {
        return getter;
      }
    }
    for (Getter getter : noSlot) {
      if (getter.capacity() >= capacity) {
        noSlot.remove(getter);
        return getter;
      }
    }
    return null;
  }

  private Getter own(Integer slot, Getter reader) {
    unread.remove(slot);
    CalleeSlot state = slots.state(slot);
    state.setPhase(CalleeSlot.OFF);
    state.setOwner(reader);
    reader.slot = slot;
    offeredCount++;
    return reader;
  }

  // ---- all of them

  /** {@return those that a slot offers by age, then those beyond the slots} */
  List<Getter> outstanding() {
    List<Getter> all = offeredByAge();
    all.addAll(noSlot);
    return all;
  }

  private List<Getter> offeredByAge() {
    List<Getter> offered = new ArrayList<>();
    for (int slot = 0; slot < table.slots; slot++) {
      Getter getter = slots.owner(slot);
      if (getter != null) {
        offered.add(getter);
      }
    }
    offered.sort(Comparator.comparingLong(getter -> getter.ticket));
    return offered;
  }

  /**
   * Closes every offer.
   *
   * @param waiting gets those beyond the slots, which are to be completed
   * @param arrivals gets the slots of the others, which are to be collected
   */
  void close(List<Getter> waiting, Arrivals arrivals) {
    waiting.addAll(noSlot);
    noSlot.clear();
    for (int slot = 0; slot < table.slots; slot++) {
      Getter getter = slots.owner(slot);
      if (getter != null) {
        closeOffer(slot);
        arrivals.add(slot);
      }
    }
  }

  /** A caller can change the word at most twice more: claim it, and deliver or give up. */
  private void closeOffer(int slot) {
    long closed = SlotWord.of(SlotWord.CLOSED, slots.state(slot).generation, 0);
    for (int i = 0; i < SlotTable.TRIES; i++) {
      long word = table.word(slot);
      if (SlotWord.hasArrived(word) || table.casWord(slot, word, closed)) {
        return;
      }
    }
    table.setWord(slot, closed);
  }
}
