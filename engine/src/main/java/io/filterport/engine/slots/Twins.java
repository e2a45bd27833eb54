package io.filterport.engine.slots;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What each slot is to a caller half, and who waits for its reply. A twin is changed by the holder
 * of its slot: under the lock of {@link Matching} when it is claimed, or taken again after it was
 * left, by that sender otherwise. Any thread may look.
 */
final class Twins {
  private static final int NOT_MINE = 0;
  private static final int CLAIMED = 1;
  private static final int WAITING = 2;

  /** Null until the slot was claimed. */
  private final AtomicReferenceArray<@Nullable SlotState<Waiter>> twins;

  Twins(int slots) {
    twins = new AtomicReferenceArray<>(slots);
  }

  // ---- of the holder

  /** A sender has the slot. Under the lock. */
  void claim(int slot) {
    SlotState<Waiter> twin = twins.get(slot);
    if (twin == null) {
      twin = new SlotState<>();
      twins.setRelease(slot, twin);
    }
    twin.setPhase(CLAIMED);
  }

  private SlotState<Waiter> twin(int slot) {
    return Objects.requireNonNull(twins.get(slot), "never claimed");
  }

  /**
   * The message is going to be delivered.
   *
   * @param waiter waits for the reply; null if nobody does
   */
  void deliver(int slot, @Nullable Waiter waiter) {
    SlotState<Waiter> twin = twin(slot);
    twin.setSince(0);
    twin.setOwner(waiter);
    twin.setPhase(waiter == null ? NOT_MINE : WAITING);
  }

  /** Its sender is going to sleep. */
  void sleep(int slot) {
    twin(slot).setSince(System.nanoTime());
  }

  /** A reply was read. */
  void countSettled(int slot) {
    twin(slot).countSettled();
  }

  /** The slot is going to be given back, or left. */
  void leave(int slot) {
    SlotState<Waiter> twin = twin(slot);
    twin.setOwner(null);
    twin.setPhase(NOT_MINE);
  }

  /** It could not be left: there is a reply. Under the lock: meanwhile it may have been claimed. */
  void stay(int slot) {
    twin(slot).setPhase(WAITING);
  }

  // ---- of any thread

  boolean isInUse(int slot) {
    SlotState<Waiter> twin = twins.get(slot);
    return twin != null && twin.phase() != NOT_MINE;
  }

  /** Wakes who waits there, if it is another thread. */
  void wake(int slot) {
    SlotState<Waiter> twin = twins.get(slot);
    Waiter waiter = twin == null ? null : twin.owner();
    if (waiter != null && !waiter.isCurrentThread()) {
      waiter.wake();
    }
  }

  /** {@return how many slots are in use} */
  int used() {
    int used = 0;
    for (int slot = 0; slot < twins.length(); slot++) {
      used += isInUse(slot) ? 1 : 0;
    }
    return used;
  }

  /** {@return how many messages were settled} */
  long settled() {
    long settled = 0;
    for (int slot = 0; slot < twins.length(); slot++) {
      SlotState<Waiter> twin = twins.get(slot);
      settled += twin == null ? 0 : twin.settled();
    }
    return settled;
  }

  /** {@return for how long the one that waits longest has slept; 0 if nobody sleeps} */
  long longestSleep(long now) {
    long longest = 0;
    for (int slot = 0; slot < twins.length(); slot++) {
      SlotState<Waiter> twin = twins.get(slot);
      boolean waits = twin != null && twin.phase() == WAITING;
      longest = waits ? Math.max(longest, age(twin.since(), now)) : longest;
    }
    return longest;
  }

  /** {@return the time since then; 0 if that is 0} */
  static long age(long since, long now) {
    return since == 0 ? 0 : now - since;
  }
}
