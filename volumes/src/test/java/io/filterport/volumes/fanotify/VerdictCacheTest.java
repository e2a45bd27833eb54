package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Errno;
import io.filterport.linux.FileStatus;
import io.filterport.volume.CacheCounters;
import io.filterport.volume.Verdict;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class VerdictCacheTest {
  private static final String BASIS = "patterns 1";
  private static final Verdict INFECTED = Verdict.deny("infected");

  private long now;
  private long nanos;
  private final VerdictCache cache =
      new VerdictCache(3, () -> now, () -> nanos, KernelMarks.none());

  private static FileKey key(long inode) {
    return new FileKey(new FileKey.Id(1, inode), 100, 1000, 2000);
  }

  private static FileStatus status(int result, long inode) {
    return new FileStatus(result, 1, inode, 0, 1, 0, 100, 1000, 2000, 0);
  }

  private void keep(FileKey key) {
    cache.keep(key, cache.mark(key.id()), BASIS, INFECTED);
  }

  private void assertKept(long inode) {
    assertThat(cache.find(key(inode), BASIS)).isEqualTo(INFECTED);
  }

  private void assertUnknown(FileKey key, String basis) {
    assertThat(cache.find(key, basis)).isNull();
  }

  @Test
  void aVerdictIsFoundAgainAndCounted() {
    assertUnknown(key(1), BASIS);
    keep(key(1));
    assertKept(1);
    cache.countUncacheable();
    assertThat(cache.counters()).isEqualTo(new CacheCounters(1, 1, 1, 0, 0));
  }

  @Test
  void nothingInTheKeyMayDiffer() {
    keep(key(1));
    assertUnknown(key(2), BASIS);
    assertUnknown(new FileKey(new FileKey.Id(2, 1), 100, 1000, 2000), BASIS);
    assertUnknown(new FileKey(new FileKey.Id(1, 1), 101, 1000, 2000), BASIS);
    assertUnknown(new FileKey(new FileKey.Id(1, 1), 100, 1001, 2000), BASIS);
    assertUnknown(new FileKey(new FileKey.Id(1, 1), 100, 1000, 2001), BASIS);
    assertUnknown(key(1), "patterns 2");
    assertKept(1);
  }

  @Test
  void aKeyIsAllThatTheFileSystemSays() {
    assertThat(FileKey.of(status(0, 1))).isEqualTo(key(1));
  }

  @Test
  void theOneNotUsedForLongestGoesFirst() {
    keep(key(1));
    keep(key(2));
    keep(key(3));
    assertKept(1);
    keep(key(4));
    assertUnknown(key(2), BASIS);
    assertKept(1);
    assertKept(3);
    assertKept(4);
  }

  @Test
  void aVerdictThatNoWriterEndsIsNotBelievedForEver() {
    keep(key(1));
    nanos += VerdictCache.LIFE_NANOS - 1;
    assertKept(1);
    nanos++;
    assertUnknown(key(1), BASIS);
    keep(key(1));
    assertKept(1);
  }

  @Test
  void whatIsForgottenIsGoneAndTheOthersStay() {
    keep(key(1));
    keep(key(2));
    cache.forget(status(0, 1));
    assertUnknown(key(1), BASIS);
    assertKept(2);
  }

  @Test
  void anUnknownFileMayBeAny() {
    keep(key(1));
    keep(key(2));
    cache.forget(status(-Errno.EBADF, 0));
    assertUnknown(key(1), BASIS);
    assertUnknown(key(2), BASIS);
  }

  @Test
  void whatWasForgottenDuringTheScanIsNotKept() {
    long mark = cache.mark(key(1).id());
    cache.forget(status(0, 1));
    cache.keep(key(1), mark, BASIS, INFECTED);
    assertUnknown(key(1), BASIS);
    mark = cache.mark(key(1).id());
    cache.clear();
    cache.keep(key(1), mark, BASIS, INFECTED);
    assertUnknown(key(1), BASIS);
  }

  @Test
  void whatAHolderMayHaveAnsweredSinceEndsAllVerdicts() {
    keep(key(1));
    cache.clearIfUntrusted();
    assertKept(1);
    cache.trustUntil(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
    cache.clearIfUntrusted();
    assertKept(1);
    cache.trustUntil(System.nanoTime() - 1);
    cache.clearIfUntrusted();
    assertUnknown(key(1), BASIS);
  }

  @Test
  void aHolderThatMayHaveAnsweredAndIsHeardAgainEndsAllVerdictsToo() {
    keep(key(1));
    cache.trustUntil(System.nanoTime() - 1);
    cache.trustUntil(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
    assertUnknown(key(1), BASIS);
  }

  @Test
  void afterTheLastHolderIsGoneItsSilenceEndsNoVerdict() {
    keep(key(1));
    long soon = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    cache.trustUntil(soon);
    cache.trustForGood();
    assertKept(1);
    while (System.nanoTime() <= soon) {
      LockSupport.parkNanos(soon - System.nanoTime() + 1);
    }
    cache.clearIfUntrusted();
    assertKept(1);
  }

  @Test
  void whatTheLastHolderMayHaveAnsweredEndsAllVerdicts() {
    keep(key(1));
    cache.trustUntil(System.nanoTime() - 1);
    cache.trustForGood();
    assertUnknown(key(1), BASIS);
  }

  @Test
  void aYoungCtimeOrOneOfTheFutureIsNotSettled() {
    long changed = key(1).changedNanos();
    now = changed + VerdictCache.GRANULARITY_NANOS;
    assertThat(cache.isSettled(key(1))).isTrue();
    now--;
    assertThat(cache.isSettled(key(1))).isFalse();
    now = changed - VerdictCache.GRANULARITY_NANOS;
    assertThat(cache.isSettled(key(1))).isFalse();
  }

  @Test
  void verdictsOnTwoBasesStandBesideEachOther() {
    keep(key(1));
    cache.keep(key(1), cache.mark(key(1).id()), "other", Verdict.ALLOW);
    assertKept(1);
    assertThat(cache.find(key(1), "other")).isEqualTo(Verdict.ALLOW);
    cache.forget(status(0, 1));
    assertUnknown(key(1), BASIS);
    assertUnknown(key(1), "other");
  }

  @Test
  void verdictsOnManyBasesCountLikeThoseOnManyFiles() {
    keep(key(1));
    for (int i = 0; i < 3; i++) {
      cache.keep(key(1), cache.mark(key(1).id()), "other " + i, Verdict.ALLOW);
    }
    assertUnknown(key(1), BASIS);
    assertThat(cache.find(key(1), "other 0")).isEqualTo(Verdict.ALLOW);
  }
}
