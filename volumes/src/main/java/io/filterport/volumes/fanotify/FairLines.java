package io.filterport.volumes.fanotify;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait for a worker: a line for each user, and the lines take turns. Safe for use
 * by any thread.
 *
 * <p>In one line for all, a user whose files take the whole time limit to scan has every worker,
 * and what others open gets the default verdict behind him. So while others ask too, a user's
 * events have less than half of the workers, and a worker is free for the others. Whoever was alone
 * for {@link #ALONE_NANOS} may have all: to count only those who wait at the moment would let him
 * take all whenever nobody does, and keep the next one waiting for a whole scan.
 *
 * <p>Less than half, because a scanner that has as many workers as that is half of has still one
 * for the others. Root is a user like the others. Those whom the host cannot see are one user.
 */
final class FairLines {
  /** Longer than between two opens of a person at work. */
  static final long ALONE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final int share;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition worth = lock.newCondition();

  // guarded by lock; whose turn is next stands first
  private final LinkedHashMap<Long, Line> lines = new LinkedHashMap<>();
  private @Nullable Long lastUser;
  private boolean severalSeen;
  private long severalNanos;
  private boolean closed;

  /** What one user has waiting, and with workers. There only while it is not empty. */
  private static final class Line {
    private final SequencedSet<PendingEvent> waiting = new LinkedHashSet<>();
    private int running;

    boolean isEmpty() {
      return waiting.isEmpty() && running == 0;
    }
  }

  /**
   * Makes empty lines.
   *
   * @param workers that will ask for the {@link #next}
   * @param nanoTime the monotonic clock
   */
  FairLines(int workers, LongSupplier nanoTime) {
    this.share = share(workers);
    this.nanoTime = nanoTime;
  }

  /** {@return how many workers one user may have while others ask, too} */
  static int share(int workers) {
    return Math.max(1, (workers - 1) / 2);
  }

  void add(PendingEvent event) {
    lock.lock();
    try {
      see(event.user());
      Line line = lines.computeIfAbsent(event.user(), user -> new Line());
      line.waiting.add(event);
      if (mayGo(line)) {
        worth.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void see(Long user) {
    if (lastUser != null && !lastUser.equals(user)) {
      severalSeen = true;
      severalNanos = nanoTime.getAsLong();
    }
    lastUser = user;
  }

  private boolean mayGo(Line line) {
    return !line.waiting.isEmpty() && (line.running < share || isAlone());
  }

  private boolean isAlone() {
    return !severalSeen || nanoTime.getAsLong() - severalNanos >= ALONE_NANOS;
  }

  /** Takes out an event that waits; one that a worker has stays with it. */
  void remove(PendingEvent event) {
    lock.lock();
    try {
      Line line = lines.get(event.user());
      if (line != null) {
        line.waiting.remove(event);
        forgetIfEmpty(event.user(), line);
      }
    } finally {
      lock.unlock();
    }
  }

  private void forgetIfEmpty(Long user, Line line) {
    if (line.isEmpty()) {
      lines.remove(user);
    }
  }

  /**
   * Waits for the next event for a worker, not interruptibly. Who has it {@linkplain #end ends} it
   * before he calls again.
   *
   * @return the event; null after {@link #close()}
   */
  @Nullable PendingEvent next() {
    lock.lock();
    try {
      PendingEvent event = take();
      while (event == null && !closed) {
        worth.awaitUninterruptibly();
        event = take();
      }
      return event;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A worker is done with an event. What its line may have with a worker now the caller looks for
   * itself. If it throws, nothing has changed.
   */
  void end(PendingEvent done) {
    lock.lock();
    try {
      Long user = done.user();
      Line line = Objects.requireNonNull(lines.get(user));
      line.running--;
      forgetIfEmpty(user, line);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable PendingEvent take() {
    for (Map.Entry<Long, Line> turn : lines.entrySet()) {
      Line line = turn.getValue();
      if (mayGo(line)) {
        lines.putLast(turn.getKey(), line);
        PendingEvent event = line.waiting.removeFirst();
        line.running++;
        return event;
      }
    }
    return null;
  }

  /** Ends {@link #next}. */
  void close() {
    lock.lock();
    try {
      closed = true;
      worth.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
