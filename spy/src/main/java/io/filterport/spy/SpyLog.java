package io.filterport.spy;

import io.filterport.NtStatus;
import io.filterport.spi.Losses;
import io.filterport.spi.Losses.Reason;
import io.filterport.spy.SpyRecord.Lost;
import io.filterport.spy.events.SpyLossEvent;
import java.lang.foreign.MemorySegment;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The records that one client has not pulled yet. Safe for use by any thread.
 *
 * <p>Threads that add are those of file operations, and never wait: not for a client that pulls,
 * not for each other, not for room. What has no room is counted. The count becomes a record of its
 * own, in front of the next one that has room; or at the end, as soon as the client has pulled all
 * that was in front of the gap.
 */
final class SpyLog {
  /** The most bytes of records that are kept. */
  static final int MAX_BYTES = 1 << 20;

  private static final int LOST_BYTES = SpyMessages.LOST.size();

  private final Losses losses;
  private final Queue<byte[]> records = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /**
   * How a pull ended.
   *
   * @param status {@link NtStatus#SUCCESS} with at least one record; {@link
   *     NtStatus#NO_MORE_ENTRIES}; {@link NtStatus#BUFFER_TOO_SMALL} if the first one does not fit
   * @param bytes of whole records, or those that the first one needs
   */
  record Pull(NtStatus status, int bytes) {}

  /**
   * Makes an empty one.
   *
   * @param losses those of all clients together
   */
  SpyLog(Losses losses) {
    this.losses = losses;
  }

  /** Keeps a record, or counts it. It belongs to the log from now on. */
  void add(byte[] record) {
    boolean gap = lost.get() > 0;
    if (!reserve(gap ? LOST_BYTES + record.length : record.length)) {
      lose(Reason.NO_ROOM);
      return;
    }
    if (gap) {
      tellLost();
    }
    records.add(record);
  }

  /** Counts an operation of which there is no record. */
  void lose(Reason reason) {
    lost.incrementAndGet();
    losses.add(reason);
  }

  private boolean reserve(int wanted) {
    long held = bytes.get();
    while (held + wanted <= MAX_BYTES) {
      if (bytes.compareAndSet(held, held + wanted)) {
        return true;
      }
      held = bytes.get();
    }
    return false;
  }

  /** There is room for it; another thread may have told it meanwhile. */
  private void tellLost() {
    long operations = lost.getAndSet(0);
    if (operations > 0) {
      records.add(SpyMessages.encode(new Lost(operations)));
      record(operations);
    } else {
      bytes.addAndGet(-LOST_BYTES);
    }
  }

  private static void record(long operations) {
    SpyLossEvent event = new SpyLossEvent();
    if (event.shouldCommit()) {
      event.of(operations);
      event.commit();
    }
  }

  /**
   * {@return how it ended} Moves as many whole records as fit, oldest first.
   *
   * @param output where they go, one behind the other
   */
  synchronized Pull pull(MemorySegment output) {
    int used = 0;
    byte[] next = next();
    while (next != null && next.length <= output.byteSize() - used) {
      MemorySegment.copy(MemorySegment.ofArray(next), 0, output, used, next.length);
      used += next.length;
      records.remove();
      bytes.addAndGet(-next.length);
      next = next();
    }
    if (used > 0) {
      return new Pull(NtStatus.SUCCESS, used);
    }
    return next == null
        ? new Pull(NtStatus.NO_MORE_ENTRIES, 0)
        : new Pull(NtStatus.BUFFER_TOO_SMALL, next.length);
  }

  /** The last gap is told, too, when nothing follows it. */
  private byte @Nullable [] next() {
    if (records.isEmpty() && lost.get() > 0 && reserve(LOST_BYTES)) {
      tellLost();
    }
    return records.peek();
  }
}
