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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltSendMessage's timeouts to the nanosecond, on clocks that stand until the test moves them. */
@EachWorld
class KsmClockTest {
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

  KsmClockTest(WorldKind kind) {
    world = new World(kind, clock);
    world.createPort(World.NAME, 1);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Background<SendResult> telling(Timeout timeout) {
    return link.telling("x", timeout).untilBlocked();
  }

  private Background<SendResult> asking(Timeout timeout) {
    return link.asking("x", Buffers.allocate(4), timeout).untilBlocked();
  }

  @Test
  @DisplayName("KSM-37, KSM-47: a span is over to the nanosecond, before and after the delivery")
  void relative() {
    Background<SendResult> sender = telling(Timeout.of(SPAN));
    clock.pass(ALMOST);
    clock.leavesWaiting(sender);
    clock.pass(NANOSECOND);
    assertThat(sender.result()).isEqualTo(NOT_DELIVERED);
    link.get();
    Background<SendResult> waiter = asking(Timeout.of(SPAN));
    clock.pass(ALMOST);
    clock.leavesWaiting(waiter);
    clock.pass(NANOSECOND);
    assertThat(waiter.result()).isEqualTo(NO_REPLY);
  }

  @Test
  @DisplayName("KSM-18, KSM-20: when the head of the line leaves, the next one has what fits it")
  void nextOneIsServed() {
    Get first = link.get(20);
    Get second = link.get(20);
    Get third = link.get(20);
    Get fourth = link.get(20);
    Background<SendResult> large =
        Background.of(() -> link.tell(new byte[100], Timeout.of(SPAN))).untilBlocked();
    assertThat(first.await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    Background<SendResult> small =
        Background.of(() -> link.tell(new byte[10], Timeout.infinite())).untilBlocked();
    assertThat(second.await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    Get fits = link.get(40);
    assertThat(third.await().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(small.isDone()).isFalse();
    clock.pass(SPAN);
    assertThat(large.result()).isEqualTo(NOT_DELIVERED);
    assertThat(small.result().outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(fits.payload()).hasSize(10);
    assertThat(fourth.isDone()).isFalse();
  }

  @Test
  @DisplayName("KSM-37: a raw span counts units of 100 ns, to the nanosecond")
  void rawSpan() {
    Background<SendResult> sender = telling(Timeout.ofRaw(-units(SPAN)));
    clock.pass(ALMOST);
    clock.leavesWaiting(sender);
    clock.pass(NANOSECOND);
    assertThat(sender.result()).isEqualTo(NOT_DELIVERED);
  }

  private static long units(Duration span) {
    return span.dividedBy(Duration.ofNanos(100));
  }

  @Test
  @DisplayName("KSM-40: one budget covers the wait for a getter and the wait for the reply")
  void oneBudget() {
    Background<SendResult> sender = asking(Timeout.of(SPAN));
    clock.pass(SPAN.dividedBy(2));
    link.get().await();
    sender.untilBlocked();
    clock.pass(SPAN.dividedBy(2).minusNanos(1));
    clock.leavesWaiting(sender);
    clock.pass(NANOSECOND);
    assertThat(sender.result()).isEqualTo(NO_REPLY);
  }

  @Test
  @DisplayName("KSM-38, KSM-47: a point of the system clock is reached to the nanosecond")
  void absolute() {
    Background<SendResult> sender = telling(Timeout.until(clock.systemTime().plus(SPAN)));
    clock.pass(ALMOST);
    clock.leavesWaiting(sender);
    clock.pass(NANOSECOND);
    assertThat(sender.result()).isEqualTo(NOT_DELIVERED);
    assertThat(link.tell("x", Timeout.until(clock.systemTime()))).isEqualTo(NOT_DELIVERED);
  }

  @Test
  @DisplayName("KSM-38: a raw point counts units of 100 ns since 1601, to the nanosecond")
  void rawPoint() {
    Instant when = clock.systemTime().plus(SPAN);
    Background<SendResult> sender =
        telling(
            Timeout.ofRaw(units(Duration.between(Instant.parse("1601-01-01T00:00:00Z"), when))));
    clock.pass(ALMOST);
    clock.leavesWaiting(sender);
    clock.pass(NANOSECOND);
    assertThat(sender.result()).isEqualTo(NOT_DELIVERED);
  }

  @Test
  @DisplayName("KSM-38: who waits for a point in time notices that the clock is set past it")
  void setForward() {
    Instant when = clock.systemTime().plus(YEAR);
    Background<SendResult> sender = telling(Timeout.until(when));
    clock.setSystemClock(when);
    assertThat(sender.result()).isEqualTo(NOT_DELIVERED);
    link.get();
    Background<SendResult> waiter = asking(Timeout.until(when.plus(YEAR)));
    clock.setSystemClock(when.plus(YEAR));
    assertThat(waiter.result()).isEqualTo(NO_REPLY);
  }

  @Test
  @DisplayName("KSM-38: who waits for a point in time waits longer if the clock is set back")
  void setBack() {
    Instant when = clock.systemTime().plus(SPAN);
    Background<SendResult> sender = telling(Timeout.until(when));
    clock.setSystemClock(when.minus(SPAN).minus(SPAN));
    clock.pass(SPAN);
    clock.leavesWaiting(sender);
    clock.pass(SPAN);
    assertThat(sender.result()).isEqualTo(NOT_DELIVERED);
  }

  @Test
  @DisplayName("KSM-38: a span does not follow the system clock")
  void spanIgnoresSystemClock() {
    Background<SendResult> sender = telling(Timeout.of(SPAN));
    clock.setSystemClock(clock.systemTime().plus(YEAR));
    clock.leavesWaiting(sender);
    clock.setSystemClock(Instant.EPOCH);
    clock.pass(SPAN);
    assertThat(sender.result()).isEqualTo(NOT_DELIVERED);
  }

  @Test
  @DisplayName("KSM-36: without a timeout the wait does not end as years pass")
  void infinite() {
    Background<SendResult> sender = telling(Timeout.infinite());
    clock.pass(YEAR.multipliedBy(100));
    clock.setSystemClock(clock.systemTime().plus(YEAR));
    assertThat(link.get().text()).isEqualTo("x");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }
}
