package io.filterport.volumes.fanotify;

import io.filterport.linux.Fds;
import io.filterport.linux.FileStatus;
import io.filterport.linux.ReadLease;
import io.filterport.volume.Verdict;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the cache has to do with one event. Begins before any callback can hand the descriptor to
 * another process, which could otherwise choose the signal that {@link ReadLease#probe} gets.
 */
final class CacheVisit {
  private final VerdictCache cache;
  private final int fd;
  private final long mark;

  /** From before the scan; null where no verdict can be kept. */
  private final @Nullable FileKey key;

  // of the operation's lock
  private final Set<String> bases = new HashSet<>();
  private int asked;
  private int vouched;
  private boolean recalled;
  private boolean found;

  private CacheVisit(VerdictCache cache, int fd, long mark, @Nullable FileKey key) {
    this.cache = cache;
    this.fd = fd;
    this.mark = mark;
    this.key = key;
  }

  /**
   * {@return the visit} If somebody can change the file, it is forgotten.
   *
   * @param fd the file
   * @param opened its status when the event was read
   */
  static CacheVisit begin(VerdictCache cache, int fd, FileStatus opened) {
    if (!cache.isOn()) {
      return new CacheVisit(cache, fd, 0, null);
    }
    long mark = cache.mark(FileKey.Id.of(opened));
    if (opened.result() < 0 || opened.isDirectory() || ReadLease.probe(fd) < 0) {
      cache.forget(opened);
      return new CacheVisit(cache, fd, mark, null);
    }
    return new CacheVisit(cache, fd, mark, settledKey(cache, fd));
  }

  private static @Nullable FileKey settledKey(VerdictCache cache, int fd) {
    FileKey key = key(fd);
    return key != null && cache.isSettled(key) ? key : null;
  }

  private static @Nullable FileKey key(int fd) {
    FileStatus status = FileStatus.of(fd);
    return status.result() == 0 ? FileKey.of(status) : null;
  }

  /** The next callback is asked. */
  void nextCallback() {
    asked++;
    recalled = false;
    found = false;
  }

  Optional<Verdict> recall(String basis) {
    FileKey before = key;
    if (before == null || basis.isEmpty()) {
      cache.countUncacheable();
      return Optional.empty();
    }
    Verdict verdict = cache.find(before, basis);
    found = verdict != null;
    if (verdict != null && verdict.allowed()) {
      vouch(basis);
    }
    return Optional.ofNullable(verdict);
  }

  /** {@return whether the callback that was asked last found a verdict, when it last looked} */
  boolean isFound() {
    return found;
  }

  private void vouch(String basis) {
    bases.add(basis);
    vouched += recalled ? 0 : 1;
    recalled = true;
  }

  void remember(String basis, Verdict verdict) {
    if (basis.isEmpty()) {
      return;
    }
    cache.learnBasis(basis);
    FileKey before = key;
    if (before != null && before.equals(key(fd))) {
      cache.keep(before, mark, basis, verdict);
    }
  }

  /**
   * The file was allowed, and nobody got its descriptor. If each callback knew that before it was
   * asked, the kernel need not ask again.
   */
  void allowed() {
    int keeper = cache.keeper();
    FileKey before = key;
    if (keeper != 0 && before != null && asked > 0 && vouched == asked) {
      int own = Fds.duplicate(fd);
      if (own >= 0) {
        trust(before, own, keeper);
      }
    }
  }

  /**
   * The lease first: what is certain under it stays so. Writers wait for one that is left behind.
   */
  private void trust(FileKey before, int own, int keeper) {
    boolean taken = false;
    try {
      taken =
          ReadLease.hold(own, keeper) == 0
              && before.equals(key(own))
              && cache.trust(before, mark, Set.copyOf(bases), own);
    } finally {
      if (!taken) {
        ReadLease.release(own);
        Fds.close(own);
      }
    }
  }
}
