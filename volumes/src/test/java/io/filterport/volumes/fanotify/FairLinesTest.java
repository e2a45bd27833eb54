package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.FileStatus;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose event a worker gets next. */
class FairLinesTest {
  private static final int WORKERS = 8;
  private static final int SHARE = 3;
  private static final long GREEDY = 1000;
  private static final long OTHER = 1001;
  private static final long THIRD = 1002;

  private final AtomicLong nanos = new AtomicLong();
  private final FairLines lines = new FairLines(WORKERS, nanos::get);
  private long sequence;

  private PendingEvent add(long user) {
    OpenEvent opened =
        new OpenEvent(Fanotify.OPEN_PERM, Fanotify.NOFD, 0, FanotifyEvents.NO_PIDFD, null);
    OpenedFile file = new OpenedFile(FileStatus.of(-1), null);
    PendingEvent event =
        new PendingEvent(any -> {}, ++sequence, opened, file, user, Long.MAX_VALUE, 0);
    lines.add(event);
    return event;
  }

  private List<PendingEvent> add(long user, int count) {
    return IntStream.range(0, count).mapToObj(i -> add(user)).toList();
  }

  private PendingEvent next(@Nullable PendingEvent done) {
    if (done != null) {
      lines.end(done);
    }
    return Objects.requireNonNull(lines.next());
  }

  private PendingEvent next() {
    return next(null);
  }

  @Test
  void anEventOfAnotherUserNeedNotWaitForAScanOfTheOneWhoFillsAllLines() {
    add(OTHER);
    List<PendingEvent> greedy = add(GREEDY, 100);
    next();
    for (int i = 0; i < SHARE; i++) {
      assertThat(next()).isSameAs(greedy.get(i));
    }
    PendingEvent other = add(OTHER);
    assertThat(next()).isSameAs(other);
  }

  @Test
  void whoIsAloneHasAllWorkersAndWhoIsSeenBesideOthersDoesNot() {
    List<PendingEvent> greedy = add(GREEDY, WORKERS + 2);
    for (int i = 0; i < WORKERS; i++) {
      assertThat(next()).isSameAs(greedy.get(i));
    }
    PendingEvent other = add(OTHER);
    assertThat(next(greedy.getFirst())).isSameAs(other);
  }

  @Test
  void whoWasAloneForLongHasAllWorkersAgain() {
    add(OTHER);
    List<PendingEvent> greedy = add(GREEDY, WORKERS);
    PendingEvent last = next();
    for (int i = 0; i < SHARE; i++) {
      next();
    }
    nanos.addAndGet(FairLines.ALONE_NANOS);
    for (int i = SHARE; i < WORKERS; i++) {
      last = next(last.user() == OTHER ? last : null);
      assertThat(last).isSameAs(greedy.get(i));
    }
  }

  @Test
  void usersTakeTurnsAndEachLineKeepsItsOrder() {
    List<PendingEvent> greedy = add(GREEDY, 2);
    List<PendingEvent> other = add(OTHER, 2);
    PendingEvent third = add(THIRD);
    assertThat(List.of(next(), next(), next(), next(), next()))
        .containsExactly(
            greedy.getFirst(), other.getFirst(), third, greedy.getLast(), other.getLast());
  }

  @Test
  void whatIsTakenOutOfALineIsNotGivenToAWorker() {
    PendingEvent expired = add(GREEDY);
    PendingEvent running = add(GREEDY);
    lines.remove(expired);
    assertThat(next()).isSameAs(running);
    lines.remove(running);
    PendingEvent last = add(GREEDY);
    assertThat(next(running)).isSameAs(last);
  }

  @Test
  void aWorkerSleepsUntilThereIsSomethingForItAndUntilTheEnd() {
    CompletableFuture<PendingEvent> worker = CompletableFuture.supplyAsync(this::next);
    PendingEvent event = add(GREEDY);
    assertThat(worker.join()).isSameAs(event);
    CompletableFuture<Boolean> last = CompletableFuture.supplyAsync(() -> lines.next() == null);
    lines.close();
    assertThat(last.join()).isTrue();
  }

  @Test
  void aShareIsLessThanHalfAndNeverNothing() {
    assertThat(IntStream.of(1, 2, 3, 4, 8, 9).map(FairLines::share))
        .containsExactly(1, 1, 1, 1, 3, 4);
  }
}
