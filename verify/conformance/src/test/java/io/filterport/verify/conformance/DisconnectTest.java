package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Sneaky;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
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

  private static NtStatus sendStatus(Link link) {
    return Failures.status(() -> link.port().send(Buffers.utf8("x"), null));
  }

  /** The client's close, as far as it goes while a callback of the connection runs. */
  private Background<Void> closing() {
    Background<Void> closing = Background.run(() -> link.port().close());
    if (world.closeWaits()) {
      return closing.untilBlocked();
    }
    closing.result();
    Waits.until(() -> !link.client().isConnected());
    return closing;
  }

  @Test
  @DisplayName(
      "HND-06, DIS-01, DIS-08: getters and senders end, callbacks return, disconnect, then seat")
  void order() {
    Gate gate = new Gate();
    world.onMessage = (cookie, call) -> gate.hold(NtStatus.SUCCESS);
    List<Integer> seats = new ArrayList<>();
    world.onDisconnect = cookie -> seats.add(world.seatsTaken());
    Background<NtStatus> call = Background.of(() -> sendStatus(link));
    gate.awaitHeld(1);
    Get unanswered = link.get();
    var sender = link.asking("x", Buffers.allocate(4), Timeout.infinite());
    unanswered.await();
    Get outstanding = link.get();
    Background<Void> closing = closing();
    assertThat(outstanding.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(call.result()).isEqualTo(NtStatus.INVALID_HANDLE);
    assertThat(link.tell("x", Timeout.infinite()).outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(sendStatus(link)).isEqualTo(NtStatus.INVALID_HANDLE);
    assertThat(world.trace).containsExactly("connect", "message");
    assertThat(world.seatsTaken()).isEqualTo(1);
    gate.open();
    closing.result();
    link.hangUp();
    assertThat(world.trace)
        .containsExactly("connect", "message", "answered", "disconnect", "disconnected");
    assertThat(seats).containsExactly(1);
    assertThat(world.seatsTaken()).isZero();
  }

  @Test
  @DisplayName("DIS-08: a call that waits for one of the sixteen callbacks never gets one")
  void waitingCall() {
    Gate gate = new Gate();
    world.onMessage = (cookie, call) -> gate.hold(NtStatus.SUCCESS);
    List<Background<NtStatus>> calls = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      calls.add(Background.of(() -> sendStatus(link)));
    }
    gate.awaitHeld(16);
    calls.forEach(Background::untilBlocked);
    Background<Void> closing = closing();
    calls.forEach(call -> assertThat(call.result()).isEqualTo(NtStatus.INVALID_HANDLE));
    gate.open();
    closing.result();
    link.hangUp();
    assertThat(world.count("message")).isEqualTo(16);
    assertThat(world.trace).endsWith("answered", "disconnect", "disconnected");
  }

  @Test
  @DisplayName("HND-07: in one JVM the close returns after the disconnect callback")
  void closeWaits() {
    Gate gate = new Gate();
    world.onDisconnect = cookie -> gate.hold();
    Background<Void> closing = closing();
    gate.awaitHeld(1);
    assertThat(closing.isDone()).isEqualTo(!world.closeWaits());
    gate.open();
    closing.result();
    link.hangUp();
    assertThat(world.trace).endsWith("disconnected");
  }

  @Test
  @DisplayName("HND-07: a client's handle closed from inside its own message callback")
  void closedFromInside() {
    CountDownLatch ended = new CountDownLatch(1);
    world.onMessage =
        (cookie, call) -> {
          link.port().close();
          Waits.on(ended);
          return NtStatus.SUCCESS;
        };
    NtStatus status = Background.of(() -> sendStatus(link)).result();
    ended.countDown();
    assertThat(status).isEqualTo(NtStatus.INVALID_HANDLE);
    link.hangUp();
    assertThat(world.trace)
        .containsExactly("connect", "message", "answered", "disconnect", "disconnected");
  }

  @Test
  @DisplayName("HND-08: gets that are blocked in other threads end")
  void blockedGetsEnd() {
    List<Background<FilterPortException>> gets = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      gets.add(
          Background.of(() -> Failures.failure(() -> link.port().getMessage(Buffers.allocate(64))))
              .untilBlocked());
    }
    link.port().close();
    for (var get : gets) {
      assertThat(get.result().status()).isEqualTo(NtStatus.INVALID_HANDLE);
      assertThat(get.result().hresult().value()).isEqualTo(0x80070006);
    }
  }

  @Test
  @DisplayName("HND-09, HND-10: a second close does nothing, a closed handle is invalid")
  void closedHandle() {
    link.port().close();
    link.port().close();
    assertThat(link.port().isConnected()).isFalse();
    assertThat(Failures.status(() -> link.port().getMessage(Buffers.allocate(64))))
        .isEqualTo(NtStatus.INVALID_HANDLE);
    assertThat(sendStatus(link)).isEqualTo(NtStatus.INVALID_HANDLE);
    assertThat(Failures.status(() -> link.reply(1, NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.INVALID_HANDLE);
    link.hangUp();
    assertThat(world.count("disconnect")).isEqualTo(1);
  }

  @Test
  @DisplayName("DIS-01: the client's close ends the connection for the filter")
  void clientCloses() {
    assertThat(link.client().isConnected()).isTrue();
    link.hangUp();
    assertThat(link.client().isConnected()).isFalse();
    assertThat(link.tell("x", Timeout.infinite()).status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
  }

  @Test
  @DisplayName("DIS-02, DIS-03, DIS-04: sends while others close see results or the disconnect")
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
    Background<Void> other = Background.run(() -> link.client().close());
    link.client().close();
    link.client().close();
    other.result();
    sender.result();
    assertThat(world.seatsTaken()).isZero();
  }

  @Test
  @DisplayName("DIS-05, DIS-17: whoever closes first and however often: one callback, one seat")
  void exactlyOnce() {
    for (int i = 1; i <= 50; i++) {
      Link fresh = i == 1 ? link : world.link();
      Background<Void> filter = Background.run(() -> fresh.client().close());
      Background<Void> client = Background.run(() -> fresh.port().close());
      filter.result();
      client.result();
      fresh.hangUp();
      assertThat(world.count("disconnect")).isEqualTo(i);
      assertThat(world.seatsTaken()).isZero();
    }
  }

  @Test
  @DisplayName("DIS-05: a refused connection has no disconnect callback")
  void refused() {
    link.hangUp();
    world.onConnect = request -> NtStatus.UNSUCCESSFUL;
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.UNSUCCESSFUL);
    world.awaitQuiet();
    assertThat(world.count("disconnect")).isEqualTo(1);
    assertThat(world.seatsTaken()).isZero();
  }

  @Test
  @DisplayName(
      "DIS-06: the disconnect callback comes with the close, or the unload if that is first")
  void whenItRuns() {
    link.hangUp();
    assertThat(world.count("disconnected")).isEqualTo(1);
    Link second = world.link();
    world.filter.unregister();
    assertThat(world.count("disconnected")).isEqualTo(2);
    second.port().close();
    assertThat(world.count("disconnect")).isEqualTo(2);
  }

  @Test
  @DisplayName("DIS-07: its argument is the connection's cookie, or nothing")
  void cookie() {
    List<Object> seen = new ArrayList<>();
    world.onDisconnect = seen::add;
    link.hangUp();
    Object cookie = new Object();
    world.onConnect =
        request -> {
          request.setConnectionCookie(cookie);
          return NtStatus.SUCCESS;
        };
    world.link().hangUp();
    assertThat(seen).hasSize(2);
    assertThat(seen.get(0)).isNull();
    assertThat(seen.get(1)).isSameAs(cookie);
  }

  @Test
  @DisplayName("DIS-07, CNF-08: where no cookie was set the manager has none to give")
  void noCookie() {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    world.filter.createCommunicationPort(
        PortAttributes.named("\\Plain"),
        PortCallbacks.of(request -> NtStatus.SUCCESS, cookie -> seen.add("disconnect " + cookie))
            .onMessage(
                (cookie, call) -> {
                  seen.add("message " + cookie);
                  return NtStatus.SUCCESS;
                })
            .withCookie("the port's"),
        1);
    FilterPort port = world.connect("\\Plain");
    port.send(Buffers.utf8("x"), null);
    port.close();
    Waits.until(() -> seen.size() == 2);
    assertThat(seen).containsExactly("message null", "disconnect null");
  }

  @Test
  @DisplayName("DIS-09: senders have been woken when the disconnect callback runs")
  void senders() {
    Background<SendResult> waiting = link.telling("x", Timeout.infinite()).untilBlocked();
    List<Outcome> seen = new ArrayList<>();
    world.onDisconnect = cookie -> seen.add(waiting.result().outcome());
    link.hangUp();
    assertThat(seen).containsExactly(Outcome.DISCONNECTED);
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
    link.hangUp();
    assertThat(seen).containsExactly(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("he left");
  }

  @Test
  @DisplayName("DIS-13: the seat is free when the disconnect callback has returned, not before")
  void seatAfterCallback() {
    Gate gate = new Gate();
    world.onDisconnect = cookie -> gate.hold();
    Background<Void> closing = Background.run(() -> link.port().close());
    gate.awaitHeld(1);
    FilterPortException full = Failures.failure(world::link);
    assertThat(full.status()).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    assertThat(full.hresult().value()).isEqualTo(0x800704D6);
    gate.open();
    closing.result();
    link.hangUp();
    world.link();
  }

  @Test
  @DisplayName(
      "DIS-01, DIS-14, DIS-15, DIS-18: after the filter's close all fails, the seat is free")
  void filterCloses() {
    Get get = link.get();
    var sender = link.asking("x", Buffers.allocate(4), Timeout.infinite());
    get.await();
    Get outstanding = link.get();
    link.client().close();
    assertThat(world.seatsTaken()).isZero();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(outstanding.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(Failures.status(() -> get.reply("late")))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    FilterPortException refused =
        Failures.failure(() -> link.port().send(Buffers.utf8("x"), Buffers.allocate(4)));
    assertThat(refused.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(refused.hresult().value()).isEqualTo(0x80070006);
    Waits.until(() -> !link.port().isConnected());
    assertThat(Failures.status(link::get)).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(world.count("message")).isZero();
    assertThat(world.count("disconnect")).isZero();
    world.link();
  }

  @Test
  @DisplayName(
      "DIS-16, DIS-17: after the filter's close the callback comes with the client's, and one seat")
  void callbackWithClientsClose() {
    link.client().close();
    world.link().hangUp();
    assertThat(world.count("disconnect")).as("that of the next, which comes later").isEqualTo(1);
    link.hangUp();
    assertThat(world.count("disconnect")).isEqualTo(2);
    world.link();
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
  }

  @Test
  @DisplayName("DIS-17: who connected in between keeps the seat when the other client closes too")
  void seatOfTheNext() {
    link.client().close();
    Link next = world.link();
    link.hangUp();
    assertThat(world.seatsTaken()).isEqualTo(1);
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    next.port().send(Buffers.utf8("x"), null);
  }

  @Test
  @DisplayName("DIS-19: a client port that its filter never closes holds nothing")
  void neverClosedByFilter() {
    link.hangUp();
    var port = world.manager.snapshot().filters().getFirst().ports().getFirst();
    assertThat(port.connections()).isEmpty();
    assertThat(port.seatsTaken()).isZero();
    assertThat(link.tell("x", Timeout.infinite()).outcome()).isEqualTo(Outcome.DISCONNECTED);
    world.filter.unregister();
    assertThat(link.tell("x", Timeout.infinite()).outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(world.count("disconnect")).isEqualTo(1);
  }

  @Test
  @DisplayName("DIS-20: a client without a getter learns of the end at its next call")
  void learnsLate() {
    link.client().close();
    FilterPortException get = Failures.failure(() -> link.port().getMessage(Buffers.allocate(64)));
    assertThat(get.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(get.hresult().value()).isEqualTo(0x80070006);
    Waits.until(() -> !link.port().isConnected());
    assertThat(sendStatus(link)).isEqualTo(NtStatus.PORT_DISCONNECTED);
  }

  @Test
  @DisplayName("DIS-21: unregistering from inside a callback is refused, and nothing hangs")
  void unregisterFromInside() {
    Queue<NtStatus> seen = new ConcurrentLinkedQueue<>();
    world.onDisconnect = cookie -> seen.add(Failures.status(world.filter::unregister));
    link.hangUp();
    world.onMessage = (cookie, call) -> Failures.status(world.filter::unregister);
    world.onConnect =
        request -> {
          seen.add(Failures.status(world.filter::unregister));
          return NtStatus.SUCCESS;
        };
    assertThat(sendStatus(world.link())).isEqualTo(NtStatus.INVALID_DEVICE_REQUEST);
    assertThat(seen)
        .containsExactly(NtStatus.INVALID_DEVICE_REQUEST, NtStatus.INVALID_DEVICE_REQUEST);
  }

  @Test
  @DisplayName("DIS-21: closing the manager from inside a callback is refused, and closes nothing")
  void closeManagerFromInside() {
    Filter other = world.manager.register(FilterRegistration.named("other").at("400000"));
    other.createCommunicationPort(PortAttributes.named("\\Other"), world.callbacks(), 1);
    Link unharmed = world.link("\\Other");
    world.onMessage = (cookie, call) -> Failures.status(world.manager::close);
    assertThat(sendStatus(link)).isEqualTo(NtStatus.INVALID_DEVICE_REQUEST);
    world.onMessage = (cookie, call) -> NtStatus.SUCCESS;
    link.port().send(Buffers.utf8("x"), null);
    unharmed.port().send(Buffers.utf8("x"), null);
    world.manager.register(FilterRegistration.named("third").at("1"));
    link.hangUp();
    world.link();
  }

  @Test
  @DisplayName("DIS-21: of two filters that unregister each other in callbacks one is refused")
  void circle() {
    Filter other = world.manager.register(FilterRegistration.named("other").at("7"));
    other.createCommunicationPort(PortAttributes.named("\\Other"), world.callbacks(), 1);
    Link otherLink = world.link("\\Other");
    CyclicBarrier both = new CyclicBarrier(2);
    Queue<NtStatus> refusals = new ConcurrentLinkedQueue<>();
    world.onMessage =
        (cookie, call) -> {
          Waits.at(both);
          try {
            (call.input().byteSize() == 1 ? other : world.filter).unregister();
          } catch (FilterPortException e) {
            refusals.add(e.status());
          }
          return NtStatus.SUCCESS;
        };
    Background<?> first = sending(link, "x");
    Background<?> second = sending(otherLink, "xx");
    first.result();
    second.result();
    assertThat(refusals).containsExactly(NtStatus.INVALID_DEVICE_REQUEST);
    Waits.until(() -> world.manager.snapshot().filters().size() == 1);
  }

  /** Ends with the answer, or with the connection. */
  private static Background<?> sending(Link link, String text) {
    return Background.of(() -> catchThrowable(() -> link.port().send(Buffers.utf8(text), null)));
  }

  @Test
  @DisplayName("DIS-21: callbacks of two connections that close each other's do not wait")
  void closeEachOther() {
    world.createPort("\\Other", 1);
    Link other = world.link("\\Other");
    CyclicBarrier both = new CyclicBarrier(2);
    world.onMessage =
        (cookie, call) -> {
          Waits.at(both);
          (call.input().byteSize() == 1 ? other : link).port().close();
          Waits.at(both);
          return NtStatus.SUCCESS;
        };
    Background<?> first = sending(link, "x");
    Background<?> second = sending(other, "xx");
    first.result();
    second.result();
    link.hangUp();
    other.hangUp();
    assertThat(world.count("disconnected")).isEqualTo(2);
  }

  @Test
  @DisplayName("DIS-22: a client port is never another connection's")
  void identity() {
    Set<ClientPort> ports = new HashSet<>(List.of(link.client()));
    Set<Long> ids = new HashSet<>();
    Link last = link;
    for (int i = 0; i < 20; i++) {
      ids.add(onlyConnection());
      last.hangUp();
      last = world.link();
      assertThat(ports.add(last.client())).isTrue();
    }
    assertThat(ids).hasSize(20);
    assertThat(link.client().isConnected()).isFalse();
    link.client().close();
    assertThat(last.client().isConnected()).isTrue();
    last.port().send(Buffers.utf8("x"), null);
  }

  private long onlyConnection() {
    var port = world.manager.snapshot().filters().getFirst().ports().getFirst();
    assertThat(port.connections()).hasSize(1);
    return port.connections().getFirst().id();
  }

  @Test
  @DisplayName("DIS-23: a disconnect callback that throws does not keep the seat")
  void throwing() {
    world.onDisconnect =
        cookie -> {
          throw Sneaky.thrown(new IOException("thrown by the test"));
        };
    link.hangUp();
    assertThat(world.seatsTaken()).isZero();
    world.link();
  }

  @Test
  @DisplayName("DIS-11, DIS-24: disconnect callbacks of two connections run at the same time")
  void concurrent() {
    world.createPort("\\Other", 1);
    Link other = world.link("\\Other");
    CyclicBarrier both = new CyclicBarrier(2);
    world.onDisconnect = cookie -> Waits.at(both);
    Background<Void> first = Background.run(() -> link.port().close());
    other.port().close();
    first.result();
    link.hangUp();
    other.hangUp();
    assertThat(world.count("disconnected")).isEqualTo(2);
  }
}
