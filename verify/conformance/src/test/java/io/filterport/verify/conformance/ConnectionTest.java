package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ManagerSnapshot.ConnectionState;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a connect makes, and what the filter's answer does to it. */
@EachWorld
class ConnectionTest {
  private final World world;

  ConnectionTest(WorldKind kind) {
    world = new World(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("CON-11, CON-15: a refusal's status comes through, and leaves nothing behind")
  void refusal() {
    world.createPort(World.NAME, 1);
    for (NtStatus status :
        List.of(
            NtStatus.UNSUCCESSFUL,
            NtStatus.ACCESS_DENIED,
            NtStatus.BUFFER_OVERFLOW,
            NtStatus.INVALID_PARAMETER_3,
            NtStatus.OBJECT_NAME_NOT_FOUND)) {
      world.onConnect = request -> status;
      FilterPortException failure = Failures.failure(world::link);
      assertThat(failure.status()).isEqualTo(status);
      assertThat(failure.hresult()).isEqualTo(status.toHResult());
    }
    assertThat(world.count("connect")).isEqualTo(5);
    assertThat(world.count("disconnect")).isZero();
    assertThat(world.seatsTaken()).isZero();
    assertThat(connections()).isEmpty();
  }

  private List<ConnectionState> connections() {
    return world.manager.snapshot().filters().getFirst().ports().getFirst().connections();
  }

  @Test
  @DisplayName("CON-12, CNF-09: any status that is not negative accepts, and the client sees S_OK")
  void successes() {
    world.createPort(World.NAME, 5);
    for (int status : new int[] {0, 1, 0x00000102, 0x40000000, 0x7FFFFFFF}) {
      world.onConnect = request -> new NtStatus(status);
      assertThat(world.link().port().isConnected()).isTrue();
    }
    assertThat(connections()).hasSize(5);
  }

  @Test
  @DisplayName("CNF-09: warnings and errors refuse")
  void refusals() {
    world.createPort(World.NAME, 1);
    for (int status : new int[] {0x80000000, 0x80000005, 0xBFFFFFFF, 0xC0000001, -1}) {
      world.onConnect = request -> new NtStatus(status);
      assertThat(Failures.status(world::link)).isEqualTo(new NtStatus(status));
    }
    assertThat(connections()).isEmpty();
  }

  @Test
  @DisplayName("CON-13: a connect takes as long as its callback, and no interrupt ends it")
  void blocks() {
    world.createPort(World.NAME, 1);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.onConnect =
        request -> {
          inside.countDown();
          Waits.uninterruptibly(goOn);
          return NtStatus.SUCCESS;
        };
    Background<Boolean> connecting =
        Background.of(() -> world.connect(World.NAME).isConnected() && Thread.interrupted());
    Waits.on(inside);
    assertThat(connecting.isDone()).isFalse();
    connecting.thread.interrupt();
    Waits.until(() -> !connecting.thread.isInterrupted());
    assertThat(world.seatsTaken()).isEqualTo(1);
    goOn.countDown();
    assertThat(connecting.result()).as("connected, and still interrupted").isTrue();
  }

  @Test
  @DisplayName("CON-18: two connections of one thread share nothing: getters, ids, cookies, life")
  void independent() {
    world.createPort(World.NAME, 2);
    world.onConnect =
        request -> {
          request.setConnectionCookie("cookie " + world.clients.size());
          return NtStatus.SUCCESS;
        };
    List<Object> senders = new ArrayList<>();
    world.onMessage =
        (cookie, call) -> {
          senders.add(cookie);
          return NtStatus.SUCCESS;
        };
    Link a = world.link();
    Link b = world.link();
    assertThat(world.seatsTaken()).isEqualTo(2);
    Get getA = a.get();
    assertThat(b.tell("for b", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    assertThat(a.tell("for a", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(getA.text()).isEqualTo("for a");
    a.port().send(Buffers.utf8("x"), null);
    b.port().send(Buffers.utf8("x"), null);
    assertThat(senders).containsExactly("cookie 1", "cookie 2");
    a.port().close();
    Get getB = b.get();
    b.tell("alive", Timeout.poll());
    assertThat(getB.text()).isEqualTo("alive");
  }

  @Test
  @DisplayName("CON-18: the id of one connection's message says nothing on another")
  void idsOfTheirOwn() {
    world.createPort(World.NAME, 2);
    Link a = world.link();
    Link b = world.link();
    Get get = a.get();
    Background<SendResult> sender = a.asking("x", Buffers.allocate(1), Link.LONG);
    long id = get.header().messageId();
    assertThat(Failures.status(() -> b.reply(id, NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    assertThat(sender.isDone()).isFalse();
    a.reply(id, NtStatus.SUCCESS);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("CON-20: a message sent inside the callback's time is delivered at the first get")
  void sentEarly() {
    world.createPort(World.NAME, 1);
    AtomicReference<Background<SendResult>> sender = new AtomicReference<>();
    world.onConnect =
        request -> {
          ClientPort client = request.clientPort();
          MemorySegment answer = Buffers.allocate(5);
          sender.set(
              Background.of(() -> client.send(Buffers.utf8("early"), answer, Link.LONG))
                  .untilBlocked());
          return NtStatus.SUCCESS;
        };
    Get get = world.link().get();
    assertThat(get.text()).isEqualTo("early");
    get.reply("reply");
    assertThat(sender.get().result())
        .isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 5));
  }

  @Test
  @DisplayName("CON-20: a filter's thread sends while its callback returns, the first get has it")
  void sentWhileReturning() {
    world.createPort(World.NAME, 1);
    for (int i = 0; i < 30; i++) {
      CyclicBarrier barrier = new CyclicBarrier(2);
      AtomicReference<ClientPort> stored = new AtomicReference<>();
      world.onConnect =
          request -> {
            stored.set(request.clientPort());
            Waits.at(barrier);
            return NtStatus.SUCCESS;
          };
      Background<SendResult> sender =
          Background.of(
              () -> {
                Waits.at(barrier);
                return stored.get().send(Buffers.utf8("early"), null, Link.LONG);
              });
      Link link = world.link();
      assertThat(link.get().text()).isEqualTo("early");
      assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
      link.port().close();
      Waits.until(() -> world.seatsTaken() == 0);
    }
  }

  @Test
  @DisplayName("CON-21: a connection that is over stays over, another connect makes a new one")
  void noReconnect() {
    ServerPort server = world.createPort(World.NAME, 1);
    Link over = world.link();
    over.client().close();
    server.close();
    world.createPort(World.NAME, 1);
    Link fresh = world.link();
    Waits.until(() -> !over.port().isConnected());
    for (int i = 0; i < 2; i++) {
      assertGone(() -> over.port().getMessage(Buffers.allocate(64)));
      assertGone(() -> over.port().send(Buffers.utf8("x"), null));
      assertGone(over::get);
    }
    over.port().close();
    Get get = fresh.get();
    fresh.tell("x", Timeout.poll());
    assertThat(get.text()).isEqualTo("x");
  }

  private static void assertGone(ThrowingCallable call) {
    FilterPortException failure = Failures.failure(call);
    assertThat(failure.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(failure.hresult().value()).isEqualTo(0x80070006);
  }
}
