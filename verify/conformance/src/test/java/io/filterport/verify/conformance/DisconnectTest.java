package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Sneaky;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** CloseHandle, FltCloseClientPort, the disconnect callback and seats. */
@EachWorld
class DisconnectTest {
  private final World world;
  private final Link link;

  DisconnectTest(WorldKind kind) {
    world = World.withPort(kind, 1);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName(
      "HND-06, DIS-08: getters and senders end, callbacks return, then disconnect, then seat")
  void order() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.onMessage =
        (cookie, call) -> {
          inside.countDown();
          Waits.on(goOn);
          return NtStatus.SUCCESS;
        };
    List<Integer> seats = new ArrayList<>();
    world.onDisconnect = cookie -> seats.add(world.seatsTaken());
    Background<NtStatus> call =
        Background.of(() -> Failures.status(() -> link.port().send(Buffers.utf8("x"), null)));
    Waits.on(inside);
    Get get = link.get();
    Background<Void> closing = Background.run(() -> link.port().close());
    assertThat(get.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(call.result()).isEqualTo(NtStatus.INVALID_HANDLE);
    closing.untilBlocked();
    assertThat(world.trace).containsExactly("connect", "message");
    goOn.countDown();
    closing.result();
    assertThat(world.trace)
        .containsExactly("connect", "message", "answered", "disconnect", "disconnected");
    assertThat(seats).containsExactly(1);
    assertThat(world.seatsTaken()).isZero();
  }

  @Test
  @DisplayName("HND-07: the close returns after the disconnect callback")
  void closeWaits() {
    CountDownLatch goOn = new CountDownLatch(1);
    world.onDisconnect = cookie -> Waits.on(goOn);
    Background<Void> closing = Background.run(() -> link.port().close()).untilBlocked();
    assertThat(closing.isDone()).isFalse();
    goOn.countDown();
    closing.result();
    assertThat(world.trace).endsWith("disconnected");
  }

  @Test
  @DisplayName("HND-08: a get blocked in another thread ends")
  void blockedGetEnds() {
    Background<NtStatus> get =
        Background.of(() -> Failures.status(() -> link.port().getMessage(Buffers.allocate(64))))
            .untilBlocked();
    link.port().close();
    assertThat(get.result().toHResult().value()).isEqualTo(0x80070006);
  }

  @Test
  @DisplayName("HND-09, HND-10: a second close does nothing, a closed handle is invalid")
  void closedHandle() {
    link.port().close();
    link.port().close();
    assertThat(link.port().isConnected()).isFalse();
    assertThat(Failures.status(() -> link.port().getMessage(Buffers.allocate(64))))
        .isEqualTo(NtStatus.INVALID_HANDLE);
    assertThat(Failures.status(() -> link.port().send(Buffers.utf8("x"), null)))
        .isEqualTo(NtStatus.INVALID_HANDLE);
    assertThat(Failures.status(() -> link.reply(1, NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.INVALID_HANDLE);
    assertThat(world.count("disconnect")).isEqualTo(1);
  }

  @Test
  @DisplayName("DIS-02, DIS-04: sends while another thread closes see results or the disconnect")
  void sendAgainstClose() {
    Background<Void> sender =
        Background.run(
            () -> {
              Outcome outcome = Outcome.DELIVERED;
              while (outcome != Outcome.DISCONNECTED) {
                outcome = link.tell("x", Timeout.poll()).outcome();
                assertThat(outcome)
                    .isIn(Outcome.DELIVERED, Outcome.TIMEOUT_NOT_DELIVERED, Outcome.DISCONNECTED);
              }
            });
    for (int i = 0; i < 100; i++) {
      link.get();
    }
    link.client().close();
    link.client().close();
    sender.result();
  }

  @Test
  @DisplayName("DIS-05: whoever closes first and however often, one disconnect callback")
  void exactlyOnce() {
    for (int i = 1; i <= 200; i++) {
      Link fresh = i == 1 ? link : world.link();
      Background<Void> filter = Background.run(() -> fresh.client().close());
      Background<Void> client = Background.run(() -> fresh.port().close());
      filter.result();
      client.result();
      assertThat(world.count("disconnect")).isEqualTo(i);
      assertThat(world.seatsTaken()).isZero();
    }
  }

  @Test
  @DisplayName(
      "DIS-12, DIS-21: the disconnect callback closes its port, makes ports, sends to others")
  void callsBack() {
    world.createPort("\\Other", 1);
    Link other = world.link("\\Other");
    Get get = other.get();
    List<Outcome> seen = new ArrayList<>();
    world.onDisconnect =
        cookie -> {
          link.client().close();
          world.createPort("\\Third", 1).close();
          seen.add(other.tell("he left", Timeout.poll()).outcome());
        };
    link.port().close();
    assertThat(seen).containsExactly(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("he left");
  }

  @Test
  @DisplayName("DIS-13: the seat is free when the disconnect callback has returned, not before")
  void seatAfterCallback() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.onDisconnect =
        cookie -> {
          inside.countDown();
          Waits.on(goOn);
        };
    Background<Void> closing = Background.run(() -> link.port().close());
    Waits.on(inside);
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    goOn.countDown();
    closing.result();
    world.link();
  }

  @Test
  @DisplayName(
      "DIS-14, DIS-15, DIS-18: after the filter's close everything fails, the seat is free")
  void filterCloses() {
    Get get = link.get();
    var sender = link.asking("x", Buffers.allocate(4), Timeout.infinite());
    get.await();
    Get outstanding = link.get();
    link.client().close();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(outstanding.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(Failures.status(link::get)).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(Failures.status(() -> get.reply("late")))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    assertThat(Failures.status(() -> link.port().send(Buffers.utf8("x"), null)))
        .isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(world.count("message")).isZero();
    assertThat(world.seatsTaken()).isZero();
    world.link();
  }

  @Test
  @DisplayName(
      "DIS-16, DIS-17: after the filter's close the callback comes with the client's, and one seat")
  void callbackWithClientsClose() {
    link.client().close();
    assertThat(world.count("disconnect")).isZero();
    link.port().close();
    assertThat(world.count("disconnect")).isEqualTo(1);
    world.link();
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
  }

  @Test
  @DisplayName("DIS-20: a client without a getter learns of the end at its next call")
  void learnsLate() {
    link.client().close();
    assertThat(link.port().isConnected()).isFalse();
    assertThat(
            Failures.failure(() -> link.port().getMessage(Buffers.allocate(64))).hresult().value())
        .isEqualTo(0x80070006);
  }

  @Test
  @DisplayName("DIS-21: unregistering from inside a callback is refused, and nothing hangs")
  void unregisterFromInside() {
    AtomicReference<NtStatus> seen = new AtomicReference<>();
    world.onDisconnect = cookie -> seen.set(Failures.status(world.filter::unregister));
    link.port().close();
    assertThat(seen).hasValue(NtStatus.INVALID_DEVICE_REQUEST);
    world.onMessage = (cookie, call) -> Failures.status(world.filter::unregister);
    Link next = world.link();
    assertThat(Failures.status(() -> next.port().send(Buffers.utf8("x"), null)))
        .isEqualTo(NtStatus.INVALID_DEVICE_REQUEST);
  }

  @Test
  @DisplayName("DIS-23: a disconnect callback that throws does not keep the seat")
  void throwing() {
    world.onDisconnect =
        cookie -> {
          throw Sneaky.thrown(new IOException("thrown by the test"));
        };
    link.port().close();
    assertThat(world.seatsTaken()).isZero();
    world.link();
  }

  @Test
  @DisplayName("DIS-24: disconnect callbacks of two connections run at the same time")
  void concurrent() {
    world.createPort("\\Other", 1);
    Link other = world.link("\\Other");
    CyclicBarrier both = new CyclicBarrier(2);
    world.onDisconnect = cookie -> Waits.at(both);
    Background<Void> first = Background.run(() -> link.port().close());
    other.port().close();
    first.result();
  }

  @Test
  @DisplayName("HND-07: a client's handle closed from inside its own message callback")
  void closedFromInside() {
    world.onMessage =
        (cookie, call) -> {
          link.port().close();
          return NtStatus.SUCCESS;
        };
    assertThat(
            Background.of(() -> Failures.status(() -> link.port().send(Buffers.utf8("x"), null)))
                .result())
        .isEqualTo(NtStatus.INVALID_HANDLE);
    Waits.until(() -> world.count("disconnected") == 1);
    assertThat(world.trace)
        .containsExactly("connect", "message", "answered", "disconnect", "disconnected");
  }
}
