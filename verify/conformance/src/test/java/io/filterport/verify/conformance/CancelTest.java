package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Race;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** CancelIoEx and CancelSynchronousIo. */
@EachWorld
class CancelTest {
  /** Turns of an idle loop until a message has come on any machine, mostly. */
  private static final int LATEST = 2_000;

  private final WorldKind kind;
  private final World world;
  private final Link link;

  CancelTest(WorldKind kind) {
    this.kind = kind;
    world = World.withPort(kind, 2);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Background<FilterPortException> blockedGet() {
    return Background.of(() -> Failures.failure(() -> link.port().getMessage(Buffers.allocate(64))))
        .untilBlocked();
  }

  @Test
  @DisplayName("GET-29: one is cancelled, the others go on")
  void cancelOne() {
    Get one = link.get();
    Get two = link.get();
    Get three = link.get();
    assertThat(link.port().cancel(two.overlapped)).isTrue();
    assertThat(two.isDone()).isTrue();
    assertThat(two.status()).isEqualTo(NtStatus.CANCELLED);
    FilterPortException failure = Failures.failure(two.overlapped::result);
    assertThat(failure.hresult().value()).isEqualTo(0x800703E3);
    assertThat(failure.bytes()).isZero();
    link.tell("1", Timeout.poll());
    link.tell("3", Timeout.poll());
    assertThat(one.text()).isEqualTo("1");
    assertThat(three.text()).isEqualTo("3");
    assertThat(Buffers.bytes(two.buffer)).containsOnly(0xCC);
  }

  @Test
  @DisplayName("GET-29: all are cancelled, blocked ones too, on this connection alone")
  void cancelAll() {
    Link other = world.link();
    Get elsewhere = other.get();
    Get one = link.get();
    Get two = Background.of(link::get).result();
    Background<FilterPortException> blocked = blockedGet();
    assertThat(link.port().cancelAll()).isTrue();
    assertThat(one.status()).isEqualTo(NtStatus.CANCELLED);
    assertThat(two.status()).isEqualTo(NtStatus.CANCELLED);
    assertThat(blocked.result().status()).isEqualTo(NtStatus.CANCELLED);
    assertThat(elsewhere.isDone()).isFalse();
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
  }

  @Test
  @DisplayName("GET-29: the getters of the last slot and beyond the slots can be cancelled too")
  void beyondSlots() {
    List<Get> gets = new ArrayList<>();
    for (int i = 0; i < 66; i++) {
      gets.add(link.get());
    }
    for (int i : new int[] {63, 64}) {
      assertThat(link.port().cancel(gets.get(i).overlapped)).isTrue();
      assertThat(gets.get(i).status()).isEqualTo(NtStatus.CANCELLED);
    }
    assertThat(link.port().cancelAll()).isTrue();
    assertThat(gets).allMatch(get -> get.status().equals(NtStatus.CANCELLED));
  }

  @Test
  @DisplayName("GET-29: a slot of a cancelled getter serves the next")
  void slotIsFree() {
    for (int i = 0; i < 3; i++) {
      List<Get> gets = new ArrayList<>();
      for (int g = 0; g < 64; g++) {
        gets.add(link.get());
      }
      link.tell("message " + i, Timeout.poll());
      assertThat(gets.getFirst().text()).isEqualTo("message " + i);
      assertThat(link.port().cancelAll()).isTrue();
    }
  }

  @Test
  @DisplayName("GET-30: nothing to cancel: never used, complete, cancelled, of another connection")
  void nothingToCancel() {
    assertThat(link.port().cancelAll()).isFalse();
    assertThat(link.port().cancel(world.overlapped())).isFalse();
    Get delivered = link.get();
    link.tell("x", Timeout.poll());
    assertThat(link.port().cancel(delivered.overlapped)).isFalse();
    assertThat(link.port().cancelAll()).isFalse();
    assertThat(delivered.text()).isEqualTo("x");
    Get cancelled = link.get();
    assertThat(link.port().cancel(cancelled.overlapped)).isTrue();
    assertThat(link.port().cancel(cancelled.overlapped)).isFalse();
    Link other = world.link();
    Get elsewhere = other.get();
    assertThat(link.port().cancel(elsewhere.overlapped)).isFalse();
    assertThat(link.port().cancelAll()).isFalse();
    assertThat(elsewhere.isDone()).isFalse();
  }

  @Test
  @DisplayName("GET-30: after the end there is nothing to cancel")
  void afterTheEnd() {
    Get get = link.get();
    link.client().close();
    assertThat(get.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(link.port().cancel(get.overlapped)).isFalse();
    assertThat(link.port().cancelAll()).isFalse();
    link.port().close();
    assertThat(link.port().cancel(get.overlapped)).isFalse();
    assertThat(link.port().cancelAll()).isFalse();
  }

  @Test
  @DisplayName(
      "GET-31, MAP-06: cancel against delivery, one outcome each, no message lost or twice")
  void againstDelivery() {
    Background<Long> sender = Background.of(this::sendNumbersUntilTheEnd);
    long delivered = world.atService(link.port(), CancelTest::getAndCancel);
    link.port().close();
    assertThat(sender.result()).isEqualTo(delivered);
  }

  /** {@return how many numbers came} */
  private static long getAndCancel(FilterPort port) {
    Race race = new Race(10_000);
    long delivered = 0;
    while (race.goesOn()) {
      MemorySegment buffer = Buffers.allocate(32);
      Overlapped overlapped = Overlapped.create();
      port.getMessage(buffer, overlapped);
      race.shift(LATEST);
      boolean cancelled = port.cancel(overlapped);
      assertThat(overlapped.await(Link.LONG)).isTrue();
      if (cancelled) {
        assertThat(overlapped.status()).isEqualTo(NtStatus.CANCELLED);
      } else {
        assertThat(number(buffer, overlapped.result())).isEqualTo(delivered++);
      }
      race.ended(cancelled);
    }
    return delivered;
  }

  private static long number(MemorySegment buffer, int bytes) {
    MemorySegment text = buffer.asSlice(MessageHeader.SIZE, bytes - MessageHeader.SIZE);
    return Long.parseLong(Link.text(text));
  }

  private long sendNumbersUntilTheEnd() {
    long sent = 0;
    while (link.tell(Long.toString(sent), Link.LONG).outcome() == Outcome.DELIVERED) {
      sent++;
    }
    return sent;
  }

  @Test
  @DisplayName("GET-31: two threads cancel one getter, one of them did")
  void cancelledOnce() {
    for (int i = 0; i < (kind == WorldKind.EMBEDDED ? 1_000 : 100); i++) {
      Get get = link.get(32);
      Background<Boolean> first = Background.of(() -> link.port().cancel(get.overlapped));
      boolean second = link.port().cancelAll();
      assertThat(first.result()).isNotEqualTo(second);
      assertThat(get.status()).isEqualTo(NtStatus.CANCELLED);
    }
  }

  @Test
  @DisplayName("GET-32: cancelling harms neither messages that were taken nor replies under way")
  void isHarmless() {
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    get.await();
    Get delivered = link.get();
    link.tell("delivered, and nobody looked", Timeout.poll());
    Get outstanding = link.get();
    assertThat(link.port().cancelAll()).isTrue();
    assertThat(outstanding.status()).isEqualTo(NtStatus.CANCELLED);
    assertThat(delivered.text()).isEqualTo("delivered, and nobody looked");
    get.reply("fine");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(link.port().isConnected()).isTrue();
    assertThat(link.client().isConnected()).isTrue();
  }

  @Test
  @DisplayName("GET-32: senders that wait are not touched by cancelling")
  void sendersStay() {
    Background<SendResult> sender = link.telling("x", Link.LONG).untilBlocked();
    assertThat(link.port().cancelAll()).isFalse();
    assertThat(sender.isDone()).isFalse();
    assertThat(link.get().text()).isEqualTo("x");
  }

  @Test
  @DisplayName("GET-33: an interrupt cancels a blocked get and leaves the flag set")
  void interrupt() {
    Background<Boolean> get = Background.of(this::isInterruptedAfterCancelledGet);
    get.untilBlocked().thread.interrupt();
    assertThat(get.result()).isTrue();
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
  }

  private boolean isInterruptedAfterCancelledGet() {
    FilterPortException failure =
        Failures.failure(() -> link.port().getMessage(Buffers.allocate(64)));
    assertThat(failure.status()).isEqualTo(NtStatus.CANCELLED);
    assertThat(failure.hresult().value()).isEqualTo(0x800703E3);
    return Thread.currentThread().isInterrupted();
  }

  @Test
  @DisplayName(
      "GET-33: a thread that is interrupted already does not wait, and takes no message away")
  void interruptedBefore() {
    assertThat(isDeliveredThoughInterrupted()).isFalse();
    Background<SendResult> sender = link.telling("early", Link.LONG).untilBlocked();
    if (!isDeliveredThoughInterrupted()) {
      assertThat(sender.isDone()).isFalse();
      assertThat(link.get().text()).isEqualTo("early");
    }
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  private boolean isDeliveredThoughInterrupted() {
    return Background.ofInterrupted(() -> isDelivered(link.port())).result();
  }

  @Test
  @DisplayName("GET-33: of several blocked gets an interrupt ends its own")
  void interruptOne() {
    Background<Integer> first =
        Background.of(() -> link.port().getMessage(Buffers.allocate(64))).untilBlocked();
    Background<FilterPortException> second = blockedGet();
    Background<Integer> third =
        Background.of(() -> link.port().getMessage(Buffers.allocate(64))).untilBlocked();
    second.thread.interrupt();
    assertThat(second.result().status()).isEqualTo(NtStatus.CANCELLED);
    link.tell("1", Timeout.poll());
    assertThat(first.result()).isEqualTo(17);
    assertThat(third.isDone()).isFalse();
    link.tell("33", Timeout.poll());
    assertThat(third.result()).isEqualTo(18);
  }

  @Test
  @DisplayName("GET-33: interrupt against delivery, one outcome each, no message lost")
  void interruptAgainstDelivery() {
    Background<Long> sender = Background.of(this::sendNumbersUntilTheEnd);
    long delivered = world.atService(link.port(), CancelTest::getAndInterrupt);
    link.port().close();
    assertThat(sender.result()).isEqualTo(delivered);
  }

  /** {@return how many messages came} */
  private static long getAndInterrupt(FilterPort port) {
    Race race = new Race(2_000);
    long delivered = 0;
    while (race.goesOn()) {
      Background<Boolean> get = Background.of(() -> isDelivered(port));
      race.shift(LATEST);
      get.thread.interrupt();
      boolean came = get.result();
      delivered += came ? 1 : 0;
      race.ended(came);
    }
    return delivered;
  }

  private static boolean isDelivered(FilterPort port) {
    try {
      port.getMessage(Buffers.allocate(64));
      return true;
    } catch (FilterPortException e) {
      assertThat(e.status()).isEqualTo(NtStatus.CANCELLED);
      return false;
    }
  }
}
