package io.filterport.cli;

import io.filterport.cli.TrafficRecord.Exchange;
import io.filterport.cli.TrafficRecord.Lost;
import io.filterport.spi.Losses;
import io.filterport.spi.Losses.Reason;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded for one client and not pulled yet. Safe for use by any thread.
 *
 * <p>Threads that add are those of messages, and never wait: not for a client that pulls, not for
 * room. What has no room is counted, and the count becomes a record of its own, in front of the
 * next one that has room. Room is reserved before anything is copied; lines are written on the
 * thread that pulls.
 */
final class RecordingLog {
  /** The most that is held, payload and what each record counts beside it. */
  static final int MAX_BYTES = 16 << 20;

  /** What a record counts without its payload. */
  static final int RECORD_BYTES = 512;

  /** The most that is kept of one payload. */
  static final int MOST_KEPT = 4 << 20;

  private final int mostKept;
  private final Losses losses;
  private final long began = System.nanoTime();
  private final Queue<Held> records = new ConcurrentLinkedQueue<>();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  // guarded by this
  private byte[] line = new byte[0];
  private int told;

  /** A record and the room that it gives back. */
  private record Held(TrafficRecord record, long bytes) {}

  /**
   * Makes an empty one.
   *
   * @param mostKept bytes of each payload, at most {@link #MOST_KEPT}; -1 for none
   * @param losses those of all recordings of the port together
   */
  RecordingLog(int mostKept, Losses losses) {
    this.mostKept = mostKept;
    this.losses = losses;
  }

  int mostKept() {
    return mostKept;
  }

  /** {@return nanoseconds since the recording began} */
  long at(long nanoTime) {
    return Math.max(0, nanoTime - began);
  }

  // ---- the threads of messages

  /** {@return a copy of what is kept of the bytes; null if there is no room, which is counted} */
  @Nullable Kept keep(MemorySegment bytes) {
    if (!reserve((long) RECORD_BYTES + Kept.room(bytes.byteSize(), mostKept))) {
      lose(Reason.NO_ROOM);
      return null;
    }
    return Kept.of(bytes, mostKept);
  }

  /** Adds an exchange whose message was kept. */
  void add(Kept message, MemorySegment answer, Function<Kept, Exchange> exchange) {
    int more = Kept.room(answer.byteSize(), mostKept);
    if (!reserve(more)) {
      held.addAndGet(-cost(message));
      lose(Reason.NO_ROOM);
      return;
    }
    add(exchange.apply(Kept.of(answer, mostKept)), cost(message) + more);
  }

  /** Adds a record of a payload that was kept. */
  void add(Kept payload, TrafficRecord record) {
    add(record, cost(payload));
  }

  /** Adds a record without a payload, if there is room. */
  void add(TrafficRecord record) {
    if (reserve(RECORD_BYTES)) {
      add(record, RECORD_BYTES);
    } else {
      lose(Reason.NO_ROOM);
    }
  }

  private static long cost(Kept payload) {
    return (long) RECORD_BYTES + payload.kept().length;
  }

  private void add(TrafficRecord record, long reserved) {
    if (lost.get() > 0 && reserve(RECORD_BYTES)) {
      tellLost();
    }
    records.add(new Held(record, reserved));
  }

  void lose(Reason reason) {
    lost.incrementAndGet();
    losses.add(reason);
  }

  private boolean reserve(long wanted) {
    long now = held.get();
    while (now + wanted <= MAX_BYTES) {
      if (held.compareAndSet(now, now + wanted)) {
        return true;
      }
      now = held.get();
    }
    return false;
  }

  /** There is room for it; another thread may have told it meanwhile. */
  private void tellLost() {
    long count = lost.getAndSet(0);
    if (count > 0) {
      records.add(new Held(new Lost(count), RECORD_BYTES));
    } else {
      held.addAndGet(-RECORD_BYTES);
    }
  }

  // ---- the client

  /** {@return how many of the next bytes of the recording were put there; 0 if there are none} */
  synchronized int pull(MemorySegment output) {
    int used = 0;
    while (used < output.byteSize() && hasBytes()) {
      int count = (int) Math.min(output.byteSize() - used, line.length - told);
      MemorySegment.copy(MemorySegment.ofArray(line), told, output, used, count);
      told += count;
      used += count;
    }
    return used;
  }

  /** A line may take several pulls. */
  private boolean hasBytes() {
    if (told < line.length) {
      return true;
    }
    if (records.isEmpty() && lost.get() > 0 && reserve(RECORD_BYTES)) {
      tellLost();
    }
    Held next = records.poll();
    line = next == null ? new byte[0] : bytes(next.record());
    told = 0;
    held.addAndGet(next == null ? 0 : -next.bytes());
    return next != null;
  }

  private static byte[] bytes(TrafficRecord record) {
    return (TrafficLine.of(record) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
