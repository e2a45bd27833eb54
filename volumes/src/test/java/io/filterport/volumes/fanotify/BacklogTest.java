package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How much is read when, and since when it has waited, with made-up times: a limit of 160. */
class BacklogTest {
  private static final int BATCH = 8;
  private static final long LIMIT = 160;

  private long now = 1_000;
  private int room;
  private int queued;
  private int questions;

  private final Backlog backlog = new Backlog(BATCH, LIMIT, () -> room, this::queued, () -> now);

  private int queued() {
    questions++;
    return queued;
  }

  /** At this time so many wait unread, and there is so much room: {@return what may be read} */
  private int most(long nanos, int unread, int free) {
    now = 1_000 + nanos;
    queued = unread;
    room = free;
    return backlog.most();
  }

  private long sinceOfNext() {
    backlog.next();
    return backlog.sinceNanos() - 1_000;
  }

  @Test
  void withRoomTimeBeginsWhenAnEventIsReadAndTheKernelIsNotAsked() {
    assertThat(most(0, 5, 3)).isEqualTo(3);
    assertThat(most(100, 5, 20)).isEqualTo(BATCH);
    assertThat(backlog.isLeft()).isFalse();
    assertThat(sinceOfNext()).isEqualTo(100);
    now += 1;
    assertThat(sinceOfNext()).isEqualTo(101);
    assertThat(questions).isZero();
  }

  @Test
  void whatIsLeftUnreadHasWaitedSinceThereWasNoRoom() {
    assertThat(most(0, 5, 0)).isZero();
    assertThat(backlog.isLeft()).isTrue();
    assertThat(most(5, 5, 2)).isEqualTo(2);
    assertThat(sinceOfNext()).isZero();
    assertThat(sinceOfNext()).isZero();
    assertThat(backlog.isOverdue()).isFalse();
  }

  @Test
  void aReadThatBringsAllThereWasRoomForMayLeaveSome() {
    assertThat(most(0, 5, 2)).isEqualTo(2);
    sinceOfNext();
    assertThat(most(10, 4, 2)).isEqualTo(2);
    assertThat(backlog.isLeft()).isFalse();
    sinceOfNext();
    sinceOfNext();
    assertThat(most(20, 2, 2)).isEqualTo(2);
    assertThat(backlog.isLeft()).isTrue();
    now += 5;
    assertThat(sinceOfNext()).isEqualTo(20);
  }

  @Test
  void aReadOfAWholeBatchLeavesNothingForWantOfRoom() {
    assertThat(most(0, 20, 20)).isEqualTo(BATCH);
    for (int i = 0; i < BATCH; i++) {
      sinceOfNext();
    }
    assertThat(most(10, 12, 20)).isEqualTo(BATCH);
    assertThat(backlog.isLeft()).isFalse();
  }

  @Test
  void whatCameBehindAMarkIsYounger() {
    most(0, 0, 0);
    most(10, 3, 0);
    most(40, 5, 0);
    assertThat(most(50, 6, 20)).isEqualTo(BATCH);
    assertThat(sinceOfNext()).isZero();
    assertThat(sinceOfNext()).isZero();
    assertThat(sinceOfNext()).isZero();
    assertThat(sinceOfNext()).isEqualTo(10);
    assertThat(sinceOfNext()).isEqualTo(10);
    assertThat(sinceOfNext()).isEqualTo(40);
  }

  @Test
  void whatMayHaveNoTimeLeftIsReadWithoutRoomAndNothingElse() {
    most(0, 0, 0);
    most(10, 3, 0);
    assertThat(most(159, 5, 0)).isZero();
    assertThat(most(160, 5, 0)).isEqualTo(3);
    assertThat(backlog.isOverdue()).isTrue();
    sinceOfNext();
    sinceOfNext();
    sinceOfNext();
    assertThat(most(160, 2, 0)).isZero();
    assertThat(backlog.isOverdue()).isFalse();
    assertThat(most(170, 2, 0)).isEqualTo(2);
  }

  @Test
  void whatMayHaveNoTimeLeftTakesNobodysRoom() {
    most(0, 0, 0);
    most(10, 3, 0);
    assertThat(most(160, 5, 20)).isEqualTo(3);
    assertThat(backlog.isOverdue()).isTrue();
  }

  @Test
  void eventsThatVanishMakeOthersOlderOnlyUntilTheNextMark() {
    most(0, 0, 0);
    most(10, 5, 0);
    most(20, 2, 0);
    most(30, 4, 20);
    assertThat(sinceOfNext()).isZero();
    assertThat(sinceOfNext()).isZero();
    assertThat(sinceOfNext()).isEqualTo(20);
  }

  @Test
  void anEmptyQueueMakesWhatComesYounger() {
    most(0, 0, 0);
    most(100, 0, 0);
    assertThat(most(105, 1, 20)).isEqualTo(BATCH);
    assertThat(sinceOfNext()).isEqualTo(100);
    queued = 0;
    assertThat(backlog.sawNone()).isTrue();
    assertThat(backlog.isLeft()).isFalse();
    assertThat(most(300, 1, 20)).isEqualTo(BATCH);
    assertThat(sinceOfNext()).isEqualTo(300);
  }

  @Test
  void whatCannotBeCountedIsReadUntilTheQueueIsEmpty() {
    most(0, -1, 0);
    assertThat(most(159, -1, 0)).isZero();
    assertThat(most(160, -1, 0)).isEqualTo(BATCH);
    sinceOfNext();
    assertThat(most(160, -1, 0)).isEqualTo(BATCH);
    assertThat(backlog.isOverdue()).isTrue();
    assertThat(backlog.sawNone()).isTrue();
    assertThat(most(161, -1, 0)).isZero();
  }

  /** As a read ends before Linux 6.13 that meets the write lease of somebody. */
  @Test
  void aReadThatBringsNothingThoughMuchIsQueuedMakesNobodyYounger() {
    most(0, 3, 0);
    assertThat(most(105, 2, 20)).isEqualTo(BATCH);
    assertThat(backlog.sawNone()).isFalse();
    assertThat(backlog.isLeft()).isTrue();
    assertThat(sinceOfNext()).isZero();
  }

  @Test
  void theKernelIsAskedAFewTimesInATimeLimit() {
    for (int nanos = 0; nanos < LIMIT; nanos++) {
      most(nanos, 1 + nanos, 0);
    }
    assertThat(questions).isEqualTo(15);
  }

  @Test
  void itRestsUntilTheNextMarkOrUntilTimeIsOver() {
    long second = 1_000_000_000;
    Backlog slow = new Backlog(BATCH, 16 * second, () -> 0, () -> 1, () -> now);
    slow.most();
    assertThat(slow.restMillis()).isEqualTo(1_001);
    now += 16 * second - second / 2;
    slow.most();
    assertThat(slow.restMillis()).isEqualTo(501);
  }
}
