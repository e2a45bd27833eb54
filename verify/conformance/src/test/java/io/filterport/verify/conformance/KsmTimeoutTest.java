package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Race;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * FltSendMessage gives up, on the machine's own clocks. Bounds are lower bounds, which no slow
 * machine breaks.
 */
@EachWorld
class KsmTimeoutTest {
  private static final SendResult NOT_DELIVERED =
      new SendResult(Outcome.TIMEOUT_NOT_DELIVERED, NtStatus.TIMEOUT, 0);
  private static final SendResult NO_REPLY =
      new SendResult(Outcome.TIMEOUT_NO_REPLY, NtStatus.TIMEOUT, 0);

  private final World world;
  private final Link link;

  KsmTimeoutTest(WorldKind kind) {
    world = World.withPort(kind, 1);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private SendResult ask(Timeout timeout) {
    return link.client().send(Buffers.utf8("x"), Buffers.allocate(4), timeout);
  }

  private void timesOutAfter(Duration span, Timeout timeout) {
    long start = System.nanoTime();
    assertThat(link.tell("x", timeout)).isEqualTo(NOT_DELIVERED);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(span.toNanos());
  }

  @Test
  @DisplayName("KSM-37, KSM-47: a span is never over early, be it short or long")
  void neverEarly() {
    for (long micros : new long[] {0, 1, 10, 100, 999, 1000, 1001, 2500, 10_000, 30_000}) {
      Duration span = Duration.ofNanos(micros * 1000);
      timesOutAfter(span, Timeout.of(span));
    }
  }

  @Test
  @DisplayName("KSM-37: negative raw values are units of 100 ns")
  void rawUnits() {
    for (long units : new long[] {1, 9_999, 10_000, 300_000}) {
      timesOutAfter(Duration.ofNanos(units * 100), Timeout.ofRaw(-units));
    }
  }

  @Test
  @DisplayName("KSM-38, KSM-47: a point in time is reached, never before")
  void absolute() {
    for (int i = 0; i < 10; i++) {
      Instant when = Instant.now().plusMillis(3L * i);
      assertThat(link.tell("x", Timeout.until(when))).isEqualTo(NOT_DELIVERED);
      assertThat(Instant.now()).isAfterOrEqualTo(when);
    }
  }

  @Test
  @DisplayName("KSM-38: positive raw values count from 1601; a point that is past is like zero")
  void past() {
    for (Timeout past : new Timeout[] {Timeout.until(Instant.EPOCH), Timeout.ofRaw(1)}) {
      assertThat(link.tell("x", past)).isEqualTo(NOT_DELIVERED);
      link.get();
      assertThat(link.tell("x", past).outcome()).isEqualTo(Outcome.DELIVERED);
      link.get();
      assertThat(ask(past)).isEqualTo(NO_REPLY);
    }
  }

  @Test
  @DisplayName("KSM-39: a poll delivers to an outstanding getter only, and waits for no reply")
  void poll() {
    for (Timeout poll : new Timeout[] {Timeout.poll(), Timeout.ofRaw(0)}) {
      assertThat(link.tell("x", poll)).isEqualTo(NOT_DELIVERED);
      Get get = link.get();
      assertThat(link.tell("first", poll).outcome()).isEqualTo(Outcome.DELIVERED);
      assertThat(get.text()).isEqualTo("first");
      link.get();
      assertThat(ask(poll)).isEqualTo(NO_REPLY);
    }
  }

  @Test
  @DisplayName("KSM-39: the shortest span delivers to an outstanding getter, too")
  void shortest() {
    Get get = link.get();
    assertThat(link.tell("x", Timeout.ofRaw(-1)).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("x");
  }

  @Test
  @DisplayName("KSM-41: a timeout serves again and again, whole each time")
  void timeoutIsNotUsedUp() {
    Timeout timeout = Timeout.ofMillis(10);
    for (int i = 0; i < 3; i++) {
      timesOutAfter(Duration.ofMillis(10), timeout);
    }
    assertThat(timeout.nanos()).isEqualTo(10_000_000);
  }

  @Test
  @DisplayName("KSM-42: a timeout is no success, though its status is a success code")
  void timeoutIsVisible() {
    SendResult result = link.tell("x", Timeout.poll());
    assertThat(result.status().value()).isEqualTo(0x102);
    assertThat(result.status().isSuccess()).isTrue();
    assertThat(result.isTimeout()).isTrue();
    assertThat(result.hasReply()).isFalse();
  }

  @Test
  @DisplayName("KSM-43: a message that timed out undelivered is never seen")
  void withdrawn() {
    assertThat(link.tell("lost", Link.SOON)).isEqualTo(NOT_DELIVERED);
    Get get = link.get();
    assertThat(get.isDone()).isFalse();
    Get behind = link.get();
    link.tell("seen", Timeout.poll());
    assertThat(get.text()).isEqualTo("seen");
    assertThat(behind.isDone()).isFalse();
    link.tell("last", Timeout.poll());
    assertThat(behind.text()).isEqualTo("last");
  }

  @Test
  @DisplayName("KSM-44: a reply after the timeout finds nobody, and harms nothing")
  void lateReply() {
    Get get = link.get();
    assertThat(ask(Link.SOON)).isEqualTo(NO_REPLY);
    assertThat(Failures.failure(() -> get.reply("late")).hresult().value()).isEqualTo(0x801F0020);
    Get next = link.get();
    Background<SendResult> sender = link.asking("next", Buffers.allocate(4), Link.LONG);
    next.reply("fine");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName(
      "KSM-45, MAP-06, BUF-08: reply against timeout, both ends agree on each of 2000 messages")
  void bothEndsAgree() {
    Race race = new Race(2000);
    while (race.goesOn()) {
      Background<Long> service = link.atService(KsmTimeoutTest::answer64);
      long replied = 0;
      MemorySegment[] late = new MemorySegment[Long.SIZE];
      for (int i = 0; i < Long.SIZE; i++) {
        MemorySegment reply = Buffers.allocate(4);
        reply.fill((byte) 0xCC);
        boolean inTime = deliver(reply, race.shifted(60_000)).hasReply();
        if (inTime) {
          replied |= 1L << i;
        } else {
          late[i] = reply;
        }
        race.ended(inTime);
      }
      assertThat(service.result()).isEqualTo(replied);
      for (MemorySegment reply : late) {
        assertThat(reply == null || Buffers.bytes(reply)[0] == (byte) 0xCC).isTrue();
      }
    }
  }

  /** Until a getter took it: of the others nobody can disagree. */
  private SendResult deliver(MemorySegment reply, long nanos) {
    SendResult result = NOT_DELIVERED;
    while (result.equals(NOT_DELIVERED)) {
      result = link.client().send(Buffers.utf8("x"), reply, Timeout.ofNanos(nanos));
    }
    return result;
  }

  /** {@return whose replies were accepted, a bit each} */
  private static long answer64(FilterPort port) {
    MemorySegment buffer = Buffers.allocate(32);
    MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE + 4);
    long accepted = 0;
    for (int i = 0; i < Long.SIZE; i++) {
      port.getMessage(buffer);
      new ReplyHeader(NtStatus.SUCCESS, MessageHeader.read(buffer).messageId()).write(reply);
      accepted |= Failures.accepted(() -> port.reply(reply)) ? 1L << i : 0;
    }
    return accepted;
  }

  @Test
  @DisplayName("KSM-46, KSM-01: after a timeout the reply buffer is as it was and the length 0")
  void replyBufferUntouched() {
    MemorySegment reply = Buffers.allocate(8);
    reply.fill((byte) 0xCC);
    Get get = link.get();
    assertThat(link.client().send(Buffers.utf8("x"), reply, Link.SOON)).isEqualTo(NO_REPLY);
    assertThat(Failures.status(() -> get.reply("late")))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    assertThat(link.client().send(Buffers.utf8("x"), reply, Link.SOON)).isEqualTo(NOT_DELIVERED);
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
