package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.FileStatus;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventTableTest {
  private static final long LIMIT = Duration.ofMillis(1).toNanos();

  private static final long NEVER = Duration.ofHours(1).toNanos();

  private final AtomicInteger calls = new AtomicInteger();
  private final EventTable table = new EventTable(2, LIMIT, calls::incrementAndGet);

  private static PendingEvent event(long sequence, long nanosLeft) {
    return event(sequence, nanosLeft, 0);
  }

  private static PendingEvent event(long sequence, long nanosLeft, int extensions) {
    OpenEvent opened =
        new OpenEvent(Fanotify.OPEN_PERM, Fanotify.NOFD, 0, FanotifyEvents.NO_PIDFD, null);
    OpenedFile file = new OpenedFile(FileStatus.of(-1), null);
    long deadline = System.nanoTime() + nanosLeft;
    return new PendingEvent(any -> {}, sequence, opened, file, 0, deadline, extensions);
  }

  @Test
  void itTakesAsManyAsAreUnansweredAtOnce() {
    PendingEvent first = event(1, LIMIT);
    assertThat(table.add(first)).isTrue();
    assertThat(table.add(event(2, LIMIT))).isTrue();
    assertThat(table.add(event(3, LIMIT))).isFalse();
    table.answered(first);
    assertThat(table.add(event(4, LIMIT))).isTrue();
  }

  @Test
  void whoFoundNoRoomIsCalledOnceWhenThereIs() {
    PendingEvent first = event(1, LIMIT);
    PendingEvent second = event(2, LIMIT);
    assertThat(table.room()).isEqualTo(2);
    table.add(first);
    table.add(second);
    assertThat(table.room()).isZero();
    assertThat(calls).hasValue(0);
    table.answered(first);
    table.answered(second);
    assertThat(calls).hasValue(1);
    assertThat(table.room()).isEqualTo(2);
  }

  @Test
  void expiredEventsComeOnceAndInTheirOrder() {
    PendingEvent first = event(1, 0);
    PendingEvent second = event(2, LIMIT);
    table.add(first);
    table.add(second);
    assertThat(table.awaitExpired()).isSameAs(first);
    assertThat(table.awaitExpired()).isSameAs(second);
    table.close();
    assertThat(table.awaitExpired()).isNull();
  }

  @Test
  void whatGetsMoreTimeExpiresAfterTheOthersAndOnce() {
    PendingEvent first = event(1, 0, 1);
    PendingEvent second = event(2, 0, 1);
    table.add(first);
    table.add(second);
    assertThat(first.askForMore()).isTrue();
    assertThat(table.awaitExpired()).isSameAs(second);
    assertThat(table.awaitExpired()).isSameAs(first);
    assertThat(first.askForMore()).isFalse();
    assertThat(first.mostNanosLeft(LIMIT)).isNegative();
  }

  @Test
  void whatWaitedForRoomExpiresBeforeWhatGotMoreTime() {
    EventTable slow = new EventTable(3, NEVER, () -> {});
    PendingEvent extended = event(1, 0, 1);
    PendingEvent second = event(2, 0);
    PendingEvent late = event(3, 0);
    slow.add(extended);
    slow.add(second);
    assertThat(extended.askForMore()).isTrue();
    assertThat(slow.awaitExpired()).isSameAs(second);
    slow.add(late);
    assertThat(slow.awaitExpired()).isSameAs(late);
  }

  @Test
  void noDeadlineIsPutOffWhenItCloses() {
    EventTable slow = new EventTable(1, NEVER, () -> {});
    PendingEvent event = event(1, 0, 1);
    slow.add(event);
    assertThat(event.askForMore()).isTrue();
    slow.beginClosing();
    assertThat(slow.awaitExpired()).isSameAs(event);
  }

  @Test
  void whatIsDecidedGetsNoMoreTime() {
    PendingEvent event = event(1, 0, 1);
    table.add(event);
    assertThat(event.askForMore()).isTrue();
    assertThat(event.claim()).isTrue();
    assertThat(event.askForMore()).isFalse();
    assertThat(table.awaitExpired()).isSameAs(event);
  }

  @Test
  void anEventThatComesAfterALongSilenceExpiresToo() throws InterruptedException {
    Queue<PendingEvent> expired = new ConcurrentLinkedQueue<>();
    Thread watcher = Thread.ofPlatform().daemon().start(() -> expired.add(table.awaitExpired()));
    while (watcher.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    PendingEvent event = event(1, LIMIT);
    table.add(event);
    watcher.join();
    assertThat(expired).containsExactly(event);
  }

  @Test
  void anEventWithLessTimeThanOthersExpiresInIts() throws InterruptedException {
    EventTable slow = new EventTable(2, NEVER, () -> {});
    Queue<PendingEvent> expired = new ConcurrentLinkedQueue<>();
    Thread watcher = Thread.ofPlatform().daemon().start(() -> expired.add(slow.awaitExpired()));
    while (watcher.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    PendingEvent event = event(1, LIMIT);
    slow.add(event);
    watcher.join();
    assertThat(expired).containsExactly(event);
  }
}
