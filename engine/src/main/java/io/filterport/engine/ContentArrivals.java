package io.filterport.engine;

import io.filterport.Content;
import io.filterport.engine.slots.SlotWord;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Contents on the service's side, by the slots of the messages that they go with: at most one a
 * slot, so bounded by the slots; one that is stale is closed when the next comes. Safe for use by
 * any thread.
 */
public final class ContentArrivals implements AutoCloseable {
  /** No slot has this generation. */
  private static final int NONE = -1;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by lock
  private final @Nullable Arrived[] bySlot;

  /** The generation of each slot's latest message that was answered before or after its content. */
  private final int[] answered;

  private boolean closed;

  /**
   * What came for a slot's message.
   *
   * @param generation of the slot
   * @param content null if it was lost on its way
   */
  private record Arrived(int generation, @Nullable Content content) {
    void close() {
      if (content != null) {
        content.close();
      }
    }
  }

  /**
   * Makes it empty.
   *
   * @param slots slots of the connection's table
   */
  public ContentArrivals(int slots) {
    bySlot = new Arrived[slots];
    answered = new int[slots];
    Arrays.fill(answered, NONE);
  }

  /**
   * A content arrived; it belongs to this object from now on.
   *
   * @param slot the message's slot; one that does not exist is a stranger's
   * @param generation of the slot
   * @param content closed when it is stale, at once if its message was answered meanwhile; null if
   *     it was lost on its way
   */
  public void put(int slot, int generation, @Nullable Content content) {
    Arrived fresh = new Arrived(generation, content);
    Arrived stale = fresh;
    lock.lock();
    try {
      if (!closed && slot >= 0 && slot < bySlot.length && answered[slot] != generation) {
        stale = bySlot[slot];
        bySlot[slot] = fresh;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (stale != null) {
      stale.close();
    }
  }

  /**
   * {@return the content of a slot's message, waiting for it if it is still on its way; null if it
   * was lost, if the message is answered or its slot used again meanwhile, and at the end}
   */
  @Nullable Content take(int slot, int generation) {
    lock.lock();
    try {
      while (!closed && answered[slot] != generation) {
        Arrived arrived = bySlot[slot];
        int ahead = arrived == null ? NONE : ahead(arrived.generation(), generation);
        if (arrived != null && ahead >= 0) {
          return ahead == 0 ? arrived.content() : null;
        }
        changed.awaitUninterruptibly();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** {@return whether a message's content was lost on its way to this process} */
  boolean isLost(int slot, int generation) {
    lock.lock();
    try {
      Arrived arrived = bySlot[slot];
      return arrived != null && arrived.generation() == generation && arrived.content() == null;
    } finally {
      lock.unlock();
    }
  }

  /** {@return how much newer a generation is than another, negative if older} */
  private static int ahead(int generation, int other) {
    int half = SlotWord.GENERATIONS / 2;
    return Math.floorMod(generation - other + half, SlotWord.GENERATIONS) - half;
  }

  /** The message is answered: nobody needs its content any more, and nobody waits for it. */
  void drop(int slot, int generation) {
    Arrived stale = null;
    lock.lock();
    try {
      answered[slot] = generation;
      changed.signalAll();
      Arrived arrived = bySlot[slot];
      if (arrived != null && arrived.generation() == generation) {
        bySlot[slot] = null;
        stale = arrived;
      }
    } finally {
      lock.unlock();
    }
    if (stale != null) {
      stale.close();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    for (int slot = 0; slot < bySlot.length; slot++) {
      Arrived arrived = bySlot[slot];
      if (arrived != null) {
        drop(slot, arrived.generation());
      }
    }
  }
}
