package io.filterport.volumes.fanotify;

import io.filterport.linux.FileStatus;
import io.filterport.linux.ReadLease;
import io.filterport.volume.Verdict;
import java.util.Optional;
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
    if (opened.result() < 0 || ReadLease.probe(fd) < 0) {
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

  Optional<Verdict> recall(String basis) {
    FileKey before = key;
    if (before == null || basis.isEmpty()) {
      cache.countUncacheable();
      return Optional.empty();
    }
    return Optional.ofNullable(cache.find(before, basis));
  }

  void remember(String basis, Verdict verdict) {
    FileKey before = key;
    if (before != null && !basis.isEmpty() && before.equals(key(fd))) {
      cache.keep(before, mark, basis, verdict);
    }
  }
}
