package io.filterport.volumes.fanotify;

import io.filterport.linux.Fanotify;
import io.filterport.linux.Fds;
import io.filterport.linux.ReadLease;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The files whose opens the kernel allows by itself, because every callback found them clean. All
 * calls are under the monitor of the {@link VerdictCache}, of which this is a part.
 *
 * <p><b>An ignore mark alone proves nothing.</b> The kernel removes it when somebody writes or
 * truncates; but whoever opens a marked file for writing is not asked about either, and a store
 * through a mapping is no write. So each mark stands under a read lease that is held as long as the
 * mark:
 *
 * <ul>
 *   <li>The kernel grants it only while nobody has the file open for writing. From then on who
 *       opens it for writing, or truncates it, is kept inside that call until the lease is given
 *       back, and {@link MarkKeeper} is told.
 *   <li>Then the mark goes first, the file is forgotten, and the lease goes last. So the next open
 *       is asked about again before the writer can store anything.
 *   <li>A mark that goes for another reason may meet a writer that passed the mark and does not
 *       wait for the lease yet. It counts as a writer already and cannot get past the lease, so one
 *       more look between the end of the mark and that of the lease finds it: {@link
 *       ReadLease#isUnbroken}.
 *   <li>The lease is on an open file that nobody else has a duplicate of, for such a one could
 *       choose the signal. So only a visit that found all verdicts kept, and handed the descriptor
 *       to nobody, leads to a mark.
 * </ul>
 *
 * <p>Callbacks are not asked about a marked file, so they cannot tell that they would decide
 * otherwise by now. A mark ends after {@link #LIFE_NANOS}, all end when a callback is attached or
 * leaves a verdict on another basis.
 */
final class KernelMarks {
  /** As long as the scanner believes that a service still has the signatures it told. */
  static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int ON = Fanotify.MARK_ADD | Fanotify.MARK_IGNORED_MASK;
  private static final int OFF = Fanotify.MARK_REMOVE | Fanotify.MARK_IGNORED_MASK;
  private static final long OPENS = Fanotify.OPEN_PERM | Fanotify.OPEN_EXEC_PERM;

  private final int group;
  private final int directory;
  private final int capacity;
  private final long lifeNanos;
  private final NamelessFiles nameless;
  private final LongAdder set = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  // guarded by the cache; the oldest, which ends first, stands first
  private final Map<FileKey.Id, Held> held = new LinkedHashMap<>();
  private Set<String> bases = Set.of();

  /** A descriptor with a lease, and when it is given up on the monotonic clock. */
  private record Held(int fd, long endNanos) implements Runnable {
    /** The last thing that is done with it. */
    @Override
    public void run() {
      Fds.close(fd);
    }

    boolean isOver(long nanos) {
      return endNanos - nanos <= 0 || !ReadLease.isHeld(fd);
    }
  }

  /**
   * Sets no marks yet.
   *
   * @param group guards a file system with a mark on the whole of it
   * @param directory on that file system
   * @param capacity marks at once, and descriptors
   * @param lifeNanos how long each may stand
   * @param nameless closes what was deleted: the reader waits for the cache; stays the caller's
   */
  KernelMarks(int group, int directory, int capacity, long lifeNanos, NamelessFiles nameless) {
    this.group = group;
    this.directory = directory;
    this.capacity = capacity;
    this.lifeNanos = lifeNanos;
    this.nameless = nameless;
  }

  static KernelMarks none() {
    return new KernelMarks(-1, -1, 0, 0, new NamelessFiles());
  }

  boolean isOn() {
    return capacity > 0;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  boolean isFull() {
    return held.size() == capacity;
  }

  /** {@return whether the marks there are rest on these bases too} */
  boolean restOn(Set<String> others) {
    return held.isEmpty() || bases.containsAll(others);
  }

  /** {@return the files that are marked, the one that ends first at the beginning} */
  List<FileKey.Id> files() {
    return List.copyOf(held.keySet());
  }

  /** {@return the files whose marks have to end: of age, or somebody waits to write} */
  List<FileKey.Id> over(long nanos) {
    return held.entrySet().stream()
        .filter(entry -> entry.getValue().isOver(nanos))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** {@return how long until the first mark is of age; without marks, as long as one lives} */
  long nanosLeft(long nanos) {
    return held.isEmpty()
        ? lifeNanos
        : Math.max(0, held.values().iterator().next().endNanos() - nanos);
  }

  /**
   * {@return whether the kernel has the mark, and the descriptor is taken}
   *
   * @param fd of a file without a mark, with a lease
   * @param restsOn the bases of the verdicts that allow it
   */
  boolean add(FileKey.Id id, int fd, Set<String> restsOn) {
    held.put(id, new Held(fd, System.nanoTime() + lifeNanos));
    boolean marked = false;
    try {
      marked = Fanotify.mark(group, ON, OPENS, fd) == 0;
    } finally {
      if (!marked) {
        held.remove(id);
      }
    }
    bases = restsOn;
    set.add(marked ? 1 : 0);
    return marked;
  }

  /** {@return whether it is certain that nobody opened the file for writing under its mark} */
  boolean remove(FileKey.Id id) {
    Held mark = held.remove(id);
    return mark == null || end(mark);
  }

  private boolean end(Held mark) {
    Fanotify.mark(group, OFF, OPENS, mark.fd());
    boolean unbroken = ReadLease.isUnbroken(mark.fd());
    release(mark);
    return unbroken;
  }

  /** Ends all marks where no verdict is kept any more. First those of the kernel, at once. */
  void removeAll() {
    Fanotify.mark(group, Fanotify.MARK_FLUSH, 0, directory);
    held.values().forEach(this::release);
    held.clear();
  }

  private void release(Held mark) {
    ReadLease.release(mark.fd());
    if (!nameless.takes(mark.fd(), mark)) {
      mark.run();
    }
    dropped.increment();
  }

  long set() {
    return set.sum();
  }

  long dropped() {
    return dropped.sum();
  }
}
