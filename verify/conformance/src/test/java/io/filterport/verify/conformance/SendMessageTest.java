package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FilterSendMessage, up to the callback and back. */
@EachWorld
class SendMessageTest {
  private static final String ONE_WAY = "\\OneWay";
  private static final MemorySegment READ_ONLY = Buffers.allocate(4).asReadOnly();

  private final World world;
  private final Link link;

  SendMessageTest(WorldKind kind) {
    world = World.withPort(kind, 4);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Link oneWay() {
    world.filter.createCommunicationPort(
        PortAttributes.named(ONE_WAY),
        PortCallbacks.of(
            request -> {
              world.clients.add(request.clientPort());
              return NtStatus.SUCCESS;
            },
            cookie -> {}),
        1);
    return world.link(ONE_WAY);
  }

  private static void fails(
      Link link, MemorySegment input, MemorySegment output, NtStatus status, int hresult) {
    FilterPortException failure = Failures.failure(() -> link.port().send(input, output));
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.hresult().value()).isEqualTo(hresult);
    assertThat(failure.bytes()).isZero();
  }

  @Test
  @DisplayName("USM-01: handle, input, callback, buffers, connection: the first that is wrong")
  void orderOfChecks() {
    Link oneWay = oneWay();
    MemorySegment empty = Buffers.allocate(0);
    MemorySegment byteOf = Buffers.utf8("x");
    oneWay.client().close();
    Waits.until(() -> !oneWay.port().isConnected());
    fails(oneWay, empty, READ_ONLY, NtStatus.INVALID_PARAMETER, 0x80070057);
    fails(oneWay, byteOf, READ_ONLY, NtStatus.INVALID_DEVICE_REQUEST, 0x80070001);
    oneWay.port().close();
    fails(oneWay, empty, READ_ONLY, NtStatus.INVALID_HANDLE, 0x80070006);
    link.client().close();
    Waits.until(() -> !link.port().isConnected());
    fails(link, byteOf, READ_ONLY, NtStatus.ACCESS_VIOLATION, 0x800703E6);
    fails(link, byteOf, null, NtStatus.PORT_DISCONNECTED, 0x80070006);
    assertThat(world.count("message")).isZero();
  }

  @Test
  @DisplayName("USM-01, USM-06: once the filter has unregistered there is no callback")
  void filterGone() {
    world.filter.unregister();
    Waits.until(() -> !link.port().isConnected());
    fails(link, Buffers.utf8("x"), null, NtStatus.PORT_DISCONNECTED, 0x80070006);
    assertThat(world.count("message")).isZero();
  }

  @Test
  @DisplayName("USM-02: a missing or empty input is refused, one byte is enough")
  void emptyInput() {
    MemorySegment[] missing = {null, MemorySegment.NULL, Buffers.allocate(0)};
    for (MemorySegment input : missing) {
      fails(link, input, null, NtStatus.INVALID_PARAMETER, 0x80070057);
      fails(link, input, Buffers.allocate(4), NtStatus.INVALID_PARAMETER, 0x80070057);
    }
    assertThat(world.count("message")).isZero();
    assertThat(link.port().send(Buffers.allocate(1), null)).isZero();
    assertThat(world.count("message")).isEqualTo(1);
  }

  @Test
  @DisplayName("USM-03: the byte count cannot be left out: it is what the send returns or throws")
  void byteCount() {
    MemorySegment output = Buffers.allocate(4);
    world.onMessage =
        (cookie, call) -> {
          call.setReturnLength(3);
          return NtStatus.SUCCESS;
        };
    assertThat(link.port().send(Buffers.utf8("x"), output)).isEqualTo(3);
    world.onMessage =
        (cookie, call) -> {
          call.setReturnLength(3);
          return NtStatus.BUFFER_OVERFLOW;
        };
    assertThat(Failures.failure(() -> link.port().send(Buffers.utf8("x"), output)).bytes())
        .isEqualTo(3);
  }

  @Test
  @DisplayName("USM-04: a one-way port refuses sends; messages and replies still work")
  void oneWayPort() {
    Link oneWay = oneWay();
    fails(oneWay, Buffers.utf8("x"), null, NtStatus.INVALID_DEVICE_REQUEST, 0x80070001);
    Get get = oneWay.get();
    Background<SendResult> sender = oneWay.asking("x", Buffers.allocate(4), Link.LONG);
    get.reply("ok");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("USM-05: an output that cannot be written is refused, be it empty")
  void readOnlyOutput() {
    fails(link, Buffers.utf8("x"), READ_ONLY, NtStatus.ACCESS_VIOLATION, 0x800703E6);
    fails(
        link,
        Buffers.utf8("x"),
        Buffers.allocate(0).asReadOnly(),
        NtStatus.ACCESS_VIOLATION,
        0x800703E6);
    assertThat(world.count("message")).isZero();
    assertThat(link.port().send(Buffers.utf8("x").asReadOnly(), Buffers.allocate(4))).isZero();
  }

  @Test
  @DisplayName("USM-05: memory that is freed or of another thread throws, and nothing is sent")
  void unusableMemory() {
    assertThat(world.atService(link.port(), SendMessageTest::sendUnusable)).isZero();
    assertThat(world.count("message")).isEqualTo(1);
  }

  /** The last one can be sent. */
  private static long sendUnusable(FilterPort port) {
    Arena arena = Arena.ofShared();
    MemorySegment freed = arena.allocate(8);
    arena.close();
    MemorySegment good = Buffers.utf8("x");
    assertThatThrownBy(() -> port.send(freed, null)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> port.send(good, freed)).isInstanceOf(IllegalStateException.class);
    try (Arena confined = Arena.ofConfined()) {
      MemorySegment mine = confined.allocate(8);
      assertThatThrownBy(Background.of(() -> port.send(mine, null))::result)
          .isInstanceOf(WrongThreadException.class);
      assertThatThrownBy(Background.of(() -> port.send(good, mine))::result)
          .isInstanceOf(WrongThreadException.class);
      return port.send(mine, mine);
    }
  }

  @Test
  @DisplayName("USM-06: on a connection that is over a send says so, the callback does not run")
  void disconnected() {
    link.client().close();
    Waits.until(() -> !link.port().isConnected());
    fails(link, Buffers.utf8("x"), null, NtStatus.PORT_DISCONNECTED, 0x80070006);
    link.port().close();
    fails(link, Buffers.utf8("x"), null, NtStatus.INVALID_HANDLE, 0x80070006);
    assertThat(world.count("message")).isZero();
  }

  @Test
  @DisplayName("USM-06: callers beyond the sixteen are released by a disconnect")
  void disconnectReleasesCallers() {
    Gate gate = new Gate();
    world.onMessage = (cookie, call) -> gate.hold(NtStatus.SUCCESS);
    List<Background<NtStatus>> senders = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      senders.add(
          Background.of(() -> Failures.status(() -> link.port().send(Buffers.utf8("x"), null))));
    }
    gate.awaitHeld(16);
    senders.forEach(Background::untilBlocked);
    link.client().close();
    assertThat(senders).extracting(Background::result).containsOnly(NtStatus.PORT_DISCONNECTED);
    gate.open();
    assertThat(world.count("message")).isEqualTo(16);
  }

  /** A callback that stays inside until it is let go. */
  private CountDownLatch stayInside(CountDownLatch goOn) {
    CountDownLatch inside = new CountDownLatch(1);
    world.onMessage =
        (cookie, call) -> {
          inside.countDown();
          Waits.on(goOn);
          return NtStatus.SUCCESS;
        };
    return inside;
  }

  @Test
  @DisplayName("USM-07: returns after the callback; no packet comes of it, no cancel ends it")
  void synchronous() {
    CompletionPort packets = world.completionPort();
    packets.associate(link.port(), 7);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch inside = stayInside(goOn);
    Background<Integer> sender =
        Background.of(() -> link.port().send(Buffers.utf8("x"), null)).untilBlocked();
    Waits.on(inside);
    assertThat(link.port().cancelAll()).isFalse();
    assertThat(sender.untilBlocked().isDone()).isFalse();
    goOn.countDown();
    assertThat(sender.result()).isZero();
    assertThat(world.trace).containsExactly("connect", "message", "answered");
    assertThat(packets.get(Timeout.poll())).isNull();
    packets.close();
  }

  @Test
  @DisplayName(
      "USM-07, USM-08: nothing but the callback's return ends a send; an interrupt is kept for it")
  void interruptIsKept() {
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch inside = stayInside(goOn);
    Background<Boolean> sender =
        Background.of(
                () -> {
                  assertThat(link.port().send(Buffers.utf8("x"), null)).isZero();
                  return Thread.currentThread().isInterrupted();
                })
            .untilBlocked();
    Waits.on(inside);
    sender.thread.interrupt();
    sender.untilBlocked();
    goOn.countDown();
    assertThat(sender.result()).isTrue();
  }
}
