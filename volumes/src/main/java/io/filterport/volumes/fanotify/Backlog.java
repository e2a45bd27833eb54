package io.filterport.volumes.fanotify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How many events the reader takes now, and since when each of them may have waited.
 *
 * <p>While there is room the reader takes what comes, and an event's time begins when it is taken.
 * When nothing more fits, it leaves events in the kernel's queue, which has no limit, until one is
 * answered. Their openers wait already, and the kernel does not say since when. But at any moment
 * it says how many events are queued, and it gives them out in their order: when so many have been
 * read, all others are younger than that moment. Such moments are kept as marks, some of them for
 * each time limit.
 *
 * <pre>
 *          oldest                                        youngest
 *   queue  | not before {@code since} | not before mark 1 | not before mark 2 |
 * </pre>
 *
 * <p>An event that is taken late has the rest of its time, counted from there. When the first ones
 * may have used up theirs, they are taken without room, and get the default verdict at once: nobody
 * waits for longer than the time limit. Events that vanish from the queue, since their openers were
 * killed or somebody else has read them, make the others older than they are, never younger.
 *
 * <p>For the reader's thread. The kernel is asked nothing as long as there is room, but for a read
 * that brings nothing.
 */
final class Backlog {
  /** For each time limit: so much of its time an event may lose at most. */
  private static final int MARKS = 16;

  private record Mark(long nanos, long behind) {}

  private final int batch;
  private final long timeLimitNanos;
  private final IntSupplier room;
  private final LongSupplier queued;
  private final LongSupplier clock;
  private final Deque<Mark> marks = new ArrayDeque<>(MARKS);

  private int asked;
  private int got;
  private boolean left;
  private boolean overdue;
  private long sinceNanos;
  private long read;

  /** {@return one that leaves nothing: there is room for whatever comes} */
  static Backlog none() {
    int all = Integer.MAX_VALUE;
    return new Backlog(all, Long.MAX_VALUE, () -> all, () -> -1, System::nanoTime);
  }

  /**
   * Begins with room for all.
   *
   * @param batch events that may be taken at once
   * @param timeLimitNanos of an event
   * @param room for how many more there is room
   * @param queued how many events nobody has read, or more; negative if that cannot be known
   * @param clock a monotonic one, in nanoseconds
   */
  Backlog(
      int batch, long timeLimitNanos, IntSupplier room, LongSupplier queued, LongSupplier clock) {
    this.batch = batch;
    this.asked = batch;
    this.timeLimitNanos = timeLimitNanos;
    this.room = room;
    this.queued = queued;
    this.clock = clock;
  }

  /** {@return how many events may be read now; 0 if the reader has to rest} */
  int most() {
    int free = Math.min(room.getAsInt(), batch);
    if (!left && (free == 0 || wasCutShort())) {
      left = true;
      sinceNanos = clock.getAsLong();
    }
    got = 0;
    asked = left ? mostLeft(free, clock.getAsLong()) : free;
    return asked;
  }

  /** {@return whether the last read brought all that there was room for, and so perhaps not all} */
  private boolean wasCutShort() {
    return asked < batch && got == asked;
  }

  private int mostLeft(int free, long now) {
    mark(now);
    passMarks();
    overdue = now - sinceNanos >= timeLimitNanos;
    return overdue ? untilNextMark() : free;
  }

  private void mark(long now) {
    long last = marks.isEmpty() ? sinceNanos : marks.getLast().nanos();
    if (marks.size() < MARKS && now - last >= timeLimitNanos / MARKS) {
      long count = queued.getAsLong();
      if (count >= 0) {
        mark(now, read + count);
      }
    }
  }

  /** Marks that are not reached before this one are needed no more: events have vanished. */
  private void mark(long now, long behind) {
    while (!marks.isEmpty() && marks.getLast().behind() >= behind) {
      marks.removeLast();
    }
    marks.addLast(new Mark(now, behind));
  }

  private void passMarks() {
    while (!marks.isEmpty() && marks.getFirst().behind() <= read) {
      sinceNanos = marks.removeFirst().nanos();
    }
  }

  private int untilNextMark() {
    return marks.isEmpty() ? batch : (int) Math.min(marks.getFirst().behind() - read, batch);
  }

  /** {@return whether events may be waiting that there was no room for} */
  boolean isLeft() {
    return left;
  }

  /** {@return for how long the reader may rest if there is no room, in milliseconds} */
  int restMillis() {
    long untilOverdue = timeLimitNanos - (clock.getAsLong() - sinceNanos);
    long nanos = Math.min(untilOverdue, timeLimitNanos / MARKS);
    return Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, 1, Integer.MAX_VALUE);
  }

  /** The next event was read. */
  void next() {
    got++;
    if (left) {
      passMarks();
      read++;
    }
  }

  /** {@return since when, at most, the opener of the last event has waited} */
  long sinceNanos() {
    return left ? sinceNanos : clock.getAsLong();
  }

  /**
   * {@return whether the time of the last event may be over, so that it is not to be put to
   * anybody}
   */
  boolean isOverdue() {
    return left && overdue;
  }

  /**
   * {@return whether the queue is empty, since a read brought nothing: what comes is younger then}
   */
  boolean sawNone() {
    boolean empty = queued.getAsLong() <= 0;
    if (left && empty) {
      left = false;
      marks.clear();
      read = 0;
    }
    return empty;
  }
}
