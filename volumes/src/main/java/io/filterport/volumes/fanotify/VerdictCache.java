package io.filterport.volumes.fanotify;

import io.filterport.linux.FileStatus;
import io.filterport.volume.CacheCounters;
import io.filterport.volume.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts on files that have not changed since. Safe for use by any thread; waits for nobody.
 *
 * <p><b>Times alone prove nothing.</b> On tmpfs a store through a mapping may change no time at
 * all, on ext4 only the first into a page does. So a verdict lives only as long as nobody opened
 * the file for writing:
 *
 * <ul>
 *   <li>Every open is an event, and whoever opens for writing counts as a writer before the event
 *       and until the last descriptor and mapping are gone. So the read lease, tried before each
 *       look, finds each writer while there is one, and in its own event at the latest.
 *   <li>An event that finds a writer has the file forgotten before it is answered. So has one that
 *       nobody looked at: exempt, outside, decided by default.
 *   <li>A verdict is kept only if the file was not forgotten since before its content was looked
 *       at: {@link #mark}. A writer that came and went during a scan is noticed by that.
 * </ul>
 *
 * <p>The key is for what changes a file without opening it, which is truncate(2), and for numbers
 * of files that are used again. Both give a new ctime. A ctime younger than {@link
 * #GRANULARITY_NANOS} may also be that of the next change, so no verdict is kept under it.
 */
final class VerdictCache {
  /**
   * The kernel stamps with its tick, of at most 10 ms; ext4 with small inodes, and what was made by
   * ext3, in whole seconds. One second more is for a wall clock that is being adjusted.
   */
  static final long GRANULARITY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Files that share a counter of changes only lose a chance to be kept. */
  private static final int STRIPES = 1024;

  private final int capacity;
  private final LongSupplier wallNanos;

  /** Null while only this process reads the events. */
  private volatile @Nullable Long trustedUntil;

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder uncacheable = new LongAdder();

  // guarded by this
  private final Map<FileKey.Id, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final long[] changes = new long[STRIPES];
  private long clears;

  private record Entry(FileKey key, String basis, Verdict verdict) {
    boolean isOf(FileKey otherKey, String otherBasis) {
      return key.equals(otherKey) && basis.equals(otherBasis);
    }
  }

  VerdictCache(int capacity, LongSupplier wallNanos) {
    this.capacity = capacity;
    this.wallNanos = wallNanos;
  }

  static VerdictCache of(int capacity) {
    return new VerdictCache(
        capacity, () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
  }

  boolean isOn() {
    return capacity > 0;
  }

  /** {@return whether a change from now on will certainly show in the ctime} */
  boolean isSettled(FileKey key) {
    return wallNanos.getAsLong() - key.changedNanos() >= GRANULARITY_NANOS;
  }

  /** {@return what {@link #keep} wants to know; it changes whenever the file is forgotten} */
  synchronized long mark(FileKey.Id id) {
    return changes[stripe(id)] + clears;
  }

  synchronized @Nullable Verdict find(FileKey key, String basis) {
    Entry entry = entries.get(key.id());
    Verdict verdict = entry != null && entry.isOf(key, basis) ? entry.verdict() : null;
    (verdict == null ? misses : hits).increment();
    return verdict;
  }

  void countUncacheable() {
    uncacheable.increment();
  }

  synchronized void keep(FileKey key, long mark, String basis, Verdict verdict) {
    if (mark != mark(key.id())) {
      return;
    }
    entries.put(key.id(), new Entry(key, basis, verdict));
    if (entries.size() > capacity) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  /** Forgets the file of an event that nobody looked at. */
  void forgetUnseen(int fd) {
    if (isOn()) {
      try {
        forget(FileStatus.of(fd));
      } catch (Throwable e) { // out of memory perhaps, but somebody waits
        clear();
      }
    }
  }

  /** Forgets a file, or all if it is not known which. */
  void forget(FileStatus status) {
    if (!isOn()) {
      return;
    }
    if (status.result() < 0) {
      clear();
      return;
    }
    try {
      forget(FileKey.Id.of(status));
    } catch (Throwable e) { // out of memory perhaps, but somebody waits
      clear();
    }
  }

  private synchronized void forget(FileKey.Id id) {
    changes[stripe(id)]++;
    entries.remove(id);
  }

  /** Forgets all. Allocates nothing. */
  synchronized void clear() {
    clears++;
    entries.clear();
  }

  /**
   * Tells that a {@link Holder} may read events, but not before an instant.
   *
   * @param nanoTime the instant, on the monotonic clock
   */
  void trustUntil(long nanoTime) {
    trustedUntil = nanoTime;
  }

  /** Forgets all if another process may have answered events since, such as a writer's. */
  void clearIfUntrusted() {
    Long until = trustedUntil;
    if (until != null && System.nanoTime() - until > 0) {
      clear();
    }
  }

  private static int stripe(FileKey.Id id) {
    return Math.floorMod(id.hashCode(), STRIPES);
  }

  CacheCounters counters() {
    return new CacheCounters(hits.sum(), misses.sum(), uncacheable.sum());
  }
}
