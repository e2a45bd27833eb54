package io.filterport.volumes.fanotify;

import io.filterport.linux.FileStatus;
import io.filterport.linux.ReadLease;
import io.filterport.linux.UrgentSignal;
import io.filterport.volume.CacheCounters;
import io.filterport.volume.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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
 * <p>What remains is a store into a page that the kernel itself holds for somebody whose descriptor
 * and mapping are gone. On ext4 it holds one only while a transfer runs, but whoever feeds that
 * transfer says for how long. So no verdict is believed longer than {@link #LIFE_NANOS}.
 *
 * <p>The key is for what changes a file without opening it, which is truncate(2), and for numbers
 * of files that are used again. Both give a new ctime. A ctime younger than {@link
 * #GRANULARITY_NANOS} may also be that of the next change, so no verdict is kept under it.
 *
 * <p>Files that are opened again and again may get a mark of the kernel's: {@link KernelMarks}.
 * While it is there their opens are no events; its lease stands in for them.
 */
final class VerdictCache {
  /**
   * The kernel stamps with its tick, of at most 10 ms; ext4 with small inodes, and what was made by
   * ext3, in whole seconds. One second more is for a wall clock that is being adjusted.
   */
  static final long GRANULARITY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** As long as a mark of the kernel's may stand. */
  static final long LIFE_NANOS = KernelMarks.LIFE_NANOS;

  /** Files that share a counter of changes only lose a chance to be kept. */
  private static final int STRIPES = 1024;

  private final int capacity;
  private final LongSupplier wallNanos;
  private final LongSupplier nanoTime;
  private final KernelMarks marks;

  /** Null while only this process reads the events. */
  private volatile @Nullable Long trustedUntil;

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder uncacheable = new LongAdder();

  // guarded by this
  private final Map<Place, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<FileKey.Id, Set<String>> bases = new HashMap<>();
  private final long[] changes = new long[STRIPES];
  private long clears;
  private int keeper;

  /** One file may have verdicts of several callbacks, or of services with different signatures. */
  private record Place(FileKey.Id id, String basis) {}

  private record Entry(FileKey key, Verdict verdict, long keptNanos) {
    boolean isOf(FileKey otherKey, long nanos) {
      return nanos - keptNanos < LIFE_NANOS && key.equals(otherKey);
    }
  }

  VerdictCache(int capacity, LongSupplier wallNanos, LongSupplier nanoTime, KernelMarks marks) {
    this.capacity = capacity;
    this.wallNanos = wallNanos;
    this.nanoTime = nanoTime;
    this.marks = marks;
  }

  static VerdictCache of(int capacity) {
    return of(capacity, KernelMarks.none());
  }

  static VerdictCache of(int capacity, KernelMarks marks) {
    return new VerdictCache(
        capacity,
        () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
        System::nanoTime,
        marks);
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
    Entry entry = entries.get(new Place(key.id(), basis));
    Verdict verdict =
        entry != null && entry.isOf(key, nanoTime.getAsLong()) ? entry.verdict() : null;
    (verdict == null ? misses : hits).increment();
    return verdict;
  }

  void countUncacheable() {
    uncacheable.increment();
  }

  /**
   * A callback left a verdict on this basis, on whatever file. Marks that rest on others end: it
   * might find something in these files by now.
   */
  synchronized void learnBasis(String basis) {
    if (!marks.isEmpty() && !marks.restOn(Set.of(basis))) {
      distrust();
    }
  }

  synchronized void keep(FileKey key, long mark, String basis, Verdict verdict) {
    if (mark != mark(key.id())) {
      return;
    }
    bases.computeIfAbsent(key.id(), id -> new HashSet<>()).add(basis);
    entries.put(new Place(key.id(), basis), new Entry(key, verdict, nanoTime.getAsLong()));
    if (entries.size() > capacity) {
      remove(entries.keySet().iterator().next());
    }
  }

  private void remove(Place place) {
    entries.remove(place);
    Set<String> left = bases.getOrDefault(place.id(), Set.of());
    if (left.size() > 1) {
      left.remove(place.basis());
    } else {
      bases.remove(place.id());
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
    drop(id);
    marks.remove(id);
  }

  private void drop(FileKey.Id id) {
    changes[stripe(id)]++;
    for (String basis : bases.getOrDefault(id, Set.of())) {
      entries.remove(new Place(id, basis));
    }
    bases.remove(id);
  }

  /** Forgets all. Allocates nothing. */
  synchronized void clear() {
    clears++;
    entries.clear();
    bases.clear();
    if (marks.isOn()) {
      marks.removeAll();
    }
  }

  // ---- marks of the kernel

  /**
   * From now on there may be marks, and the thread gets an {@link UrgentSignal} when it is to
   * {@link #review} them. With 0 all end, and there are none any more.
   */
  synchronized void keptBy(int thread) {
    keeper = thread;
    distrust();
  }

  /** {@return the thread for {@link ReadLease#hold}; 0 if there are no marks} */
  synchronized int keeper() {
    return keeper;
  }

  /**
   * {@return whether the kernel allows the file by itself from now on, and the descriptor is taken}
   *
   * @param key the file, looked at under the lease
   * @param mark {@link #mark} from before its verdicts were looked up
   * @param bases of all verdicts on it
   * @param fd with a lease that signals {@link #keeper}
   */
  synchronized boolean trust(FileKey key, long mark, Set<String> bases, int fd) {
    if (keeper == 0 || mark != mark(key.id())) {
      return false;
    }
    if (!marks.restOn(bases)) {
      distrust();
    }
    makeRoom(key.id());
    boolean first = marks.isEmpty();
    boolean taken = marks.add(key.id(), fd, bases);
    // A signal that came before the mark was there told nobody.
    if (taken && (first || !ReadLease.isHeld(fd))) {
      UrgentSignal.send(keeper);
    }
    return taken;
  }

  private void makeRoom(FileKey.Id id) {
    end(id);
    if (marks.isFull()) {
      end(marks.files().getFirst());
    }
  }

  private void end(FileKey.Id id) {
    if (!marks.remove(id)) {
      drop(id);
    }
  }

  /** Ends all marks, because callbacks might decide otherwise by now; verdicts stay. */
  synchronized void distrust() {
    if (marks.isOn()) {
      clears++;
      marks.files().forEach(this::end);
    }
  }

  /** Ends the marks of files that somebody wants to write, and those of age. */
  synchronized void review() {
    marks.over(System.nanoTime()).forEach(this::end);
  }

  synchronized long nanosUntilReview() {
    return marks.nanosLeft(System.nanoTime());
  }

  /**
   * Tells that a {@link Holder} may read events, but not before an instant. If the one told before
   * is over, it may have done so already.
   *
   * @param nanoTime the instant, on the monotonic clock
   */
  void trustUntil(long nanoTime) {
    clearIfUntrusted();
    trustedUntil = nanoTime;
  }

  /** Tells that no {@link Holder} reads events any more: what one may have answered is past. */
  void trustForGood() {
    clearIfUntrusted();
    trustedUntil = null;
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
    return new CacheCounters(
        hits.sum(), misses.sum(), uncacheable.sum(), marks.set(), marks.dropped());
  }
}
