package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.ManualClock;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltSendMessage's time after the delivery, and while others are served, to the nanosecond. */
@EachWorld
class KsmClockEdgeTest {
  private static final int SLOTS = 64;
  private static final Duration SPAN = Duration.ofMillis(20);
  private static final Duration ALMOST = SPAN.minusNanos(1);
  private static final Duration NANOSECOND = Duration.ofNanos(1);
  private static final Duration YEAR = Duration.ofDays(365);
  private static final SendResult NOT_DELIVERED =
      new SendResult(Outcome.TIMEOUT_NOT_DELIVERED, NtStatus.TIMEOUT, 0);
  private static final SendResult NO_REPLY =
      new SendResult(Outcome.TIMEOUT_NO_REPLY, NtStatus.TIMEOUT, 0);

  private final ManualClock clock = new ManualClock();
  private final World world;
  private final Link link;

  KsmClockEdgeTest(WorldKind kind) {
    world = new World(kind, clock);
    world.createPort(World.NAME, 1);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** A message that was taken; its sender waits for the reply. */
  private Background<SendResult> waiting(Timeout timeout) {
    Get get = link.get();
    Background<SendResult> waiter = link.asking("x", Buffers.allocate(4), timeout);
    get.await();
    return waiter.untilBlocked();
  }

  private void endsAtTheNanosecond(Background<SendResult> sender, SendResult end) {
    clock.pass(ALMOST);
    clock.leavesWaiting(sender);
    clock.pass(NANOSECOND);
    assertThat(sender.result()).isEqualTo(end);
  }

  @Test
  @DisplayName("KSM-36: without a timeout the wait for a reply does not end as years pass")
  void infinite() {
    Get get = link.get();
    Background<SendResult> waiter = link.asking("x", Buffers.allocate(4), Timeout.infinite());
    get.await();
    waiter.untilBlocked();
    clock.pass(YEAR.multipliedBy(200));
    clock.setSystemClock(clock.systemTime().plus(YEAR));
    get.reply("late");
    assertThat(waiter.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 4));
  }

  @Test
  @DisplayName("KSM-38, KSM-47: a point in time ends the wait for a reply to the nanosecond")
  void absolute() {
    endsAtTheNanosecond(waiting(Timeout.until(clock.systemTime().plus(SPAN))), NO_REPLY);
  }

  @Test
  @DisplayName("KSM-38: it moves away from a waiter, too, if the system clock is set back")
  void setBack() {
    Instant when = clock.systemTime().plus(SPAN);
    Background<SendResult> waiter = waiting(Timeout.until(when));
    clock.setSystemClock(when.minus(SPAN).minus(SPAN));
    clock.pass(SPAN);
    clock.leavesWaiting(waiter);
    endsAtTheNanosecond(waiter, NO_REPLY);
  }

  @Test
  @DisplayName("KSM-17, GET-18: a getter that is too small neither stops nor restarts the time")
  void tooSmall() {
    Background<SendResult> sender = link.telling("too long", Timeout.of(SPAN)).untilBlocked();
    clock.pass(SPAN.dividedBy(2));
    assertThat(link.get(17).await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    sender.untilBlocked();
    clock.pass(SPAN.dividedBy(2).minusNanos(1));
    clock.leavesWaiting(sender);
    clock.pass(NANOSECOND);
    assertThat(sender.result()).isEqualTo(NOT_DELIVERED);
  }

  @Test
  @DisplayName(
      "KSM-35: a sender that waits for a slot waits under its own deadline, to the nanosecond")
  void noSlot() {
    List<Get> gets = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      gets.add(link.get());
      link.asking("x", Buffers.allocate(1), Timeout.infinite());
      gets.getLast().await();
    }
    Get beyond = link.get();
    endsAtTheNanosecond(link.telling("too many", Timeout.of(SPAN)).untilBlocked(), NOT_DELIVERED);
    gets.getFirst().reply("");
    assertThat(link.tell("now", Timeout.infinite()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(beyond.text()).isEqualTo("now");
  }
}
