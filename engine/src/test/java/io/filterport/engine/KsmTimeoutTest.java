package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.Link.Get;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltSendMessage: when it gives up. Bounds are lower bounds, which no slow machine breaks. */
class KsmTimeoutTest {
  private static final long SHORT_MILLIS = 30;

  private final World world = World.withPort(1);
  private final Link link = world.link();

  @AfterEach
  void close() {
    world.close();
  }

  private SendResult ask(Timeout timeout) {
    return link.client().send(Buffers.utf8("x"), Buffers.allocate(4), timeout);
  }

  @Test
  @DisplayName("KSM-37, KSM-47: a relative timeout is over in time, never early")
  void relative() {
    long start = System.nanoTime();
    SendResult result = link.tell("x", Timeout.ofMillis(SHORT_MILLIS));
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT_MILLIS * 1_000_000);
    assertThat(result)
        .isEqualTo(new SendResult(Outcome.TIMEOUT_NOT_DELIVERED, NtStatus.TIMEOUT, 0));
  }

  @Test
  @DisplayName("KSM-37: raw units are 100 ns")
  void raw() {
    long start = System.nanoTime();
    assertThat(link.tell("x", Timeout.ofRaw(-SHORT_MILLIS * 10_000)).isTimeout()).isTrue();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT_MILLIS * 1_000_000);
  }

  @Test
  @DisplayName("KSM-38: an absolute timeout ends at its point in time")
  void absolute() {
    Instant when = Instant.now().plusMillis(SHORT_MILLIS);
    assertThat(link.tell("x", Timeout.until(when)).isTimeout()).isTrue();
    assertThat(Instant.now()).isAfterOrEqualTo(when);
  }

  @Test
  @DisplayName("KSM-38: a point that is past behaves like zero")
  void past() {
    Timeout past = Timeout.until(Instant.EPOCH);
    assertThat(link.tell("x", past).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    link.get();
    assertThat(link.tell("x", past).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(link.tell("x", Timeout.ofRaw(1)).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
  }

  @Test
  @DisplayName("KSM-39: a poll delivers to an outstanding getter only, and waits for no reply")
  void poll() {
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    Get get = link.get();
    assertThat(link.tell("first", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("first");
    link.get();
    assertThat(ask(Timeout.poll()))
        .isEqualTo(new SendResult(Outcome.TIMEOUT_NO_REPLY, NtStatus.TIMEOUT, 0));
  }

  @Test
  @DisplayName("KSM-40: one budget covers delivery and reply")
  void oneBudget() {
    Background<Long> sender =
        Background.of(
            () -> {
              long start = System.nanoTime();
              assertThat(ask(Timeout.ofMillis(400)).outcome()).isEqualTo(Outcome.TIMEOUT_NO_REPLY);
              return System.nanoTime() - start;
            });
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
    sender.untilBlocked();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
    link.get().await();
    assertThat(sender.result()).isGreaterThanOrEqualTo(400_000_000);
  }

  @Test
  @DisplayName("KSM-42: a timeout is no success, though its status is a success code")
  void timeoutIsVisible() {
    SendResult result = link.tell("x", Timeout.poll());
    assertThat(result.status().isSuccess()).isTrue();
    assertThat(result.isTimeout()).isTrue();
    assertThat(result.hasReply()).isFalse();
  }

  @Test
  @DisplayName("KSM-43: a message that timed out undelivered is never seen")
  void withdrawn() {
    assertThat(link.tell("lost", Link.SOON).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    Get get = link.get();
    assertThat(get.isDone()).isFalse();
    link.tell("seen", Timeout.poll());
    assertThat(get.text()).isEqualTo("seen");
  }

  @Test
  @DisplayName("KSM-44: a reply after the timeout finds nobody, and harms nothing")
  void lateReply() {
    Get get = link.get();
    assertThat(ask(Link.SOON).outcome()).isEqualTo(Outcome.TIMEOUT_NO_REPLY);
    assertThat(Failures.status(() -> get.reply("late")))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    Get next = link.get();
    Background<SendResult> sender = link.asking("next", Buffers.allocate(4), Link.LONG);
    next.reply("fine");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("KSM-45: reply against timeout, both ends agree on each of 2000 messages")
  void bothEndsAgree() {
    for (int i = 0; i < 2000; i++) {
      Get get = link.get();
      Timeout timeout = Timeout.ofNanos(1 + 997L * i % 60_000);
      Background<SendResult> sender = link.asking("x", Buffers.allocate(4), timeout);
      boolean accepted = accepted(get);
      assertThat(sender.result().hasReply()).isEqualTo(accepted);
      link.port().cancelAll();
    }
  }

  private static boolean accepted(Get get) {
    while (!get.isDone()) {
      if (get.overlapped.await(Timeout.ofMillis(1))) {
        break;
      }
      return false;
    }
    try {
      get.reply("fine");
      return true;
    } catch (FilterPortException e) {
      assertThat(e.status()).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
      return false;
    }
  }

  @Test
  @DisplayName("KSM-46, KSM-01: after a timeout the reply buffer is as it was and the length 0")
  void replyBufferUntouched() {
    MemorySegment reply = Buffers.allocate(8);
    reply.fill((byte) 0xCC);
    link.get();
    assertThat(link.client().send(Buffers.utf8("x"), reply, Link.SOON).replyLength()).isZero();
    assertThat(Buffers.bytes(reply)).containsOnly(0xCC);
  }

  @Test
  @DisplayName("KSM-36, MAP-08: the longest spans do not wrap")
  void veryFar() {
    for (Timeout far :
        new Timeout[] {
          Timeout.infinite(), Timeout.ofRaw(Long.MIN_VALUE), Timeout.ofRaw(Long.MAX_VALUE)
        }) {
      Background<SendResult> sender = link.telling("far", far).untilBlocked();
      assertThat(link.get().text()).isEqualTo("far");
      assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
    }
  }
}
