package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ManagerSnapshot.ConnectionState;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.PortAccess;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Handles of a connection: duplicates, their access, and their closing. */
@EachWorld
class HandleTest {
  private final World world;
  private final Link link;

  HandleTest(WorldKind kind) {
    world = World.withPort(kind, 2);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** The same connection through another handle. */
  private Link through(FilterPort handle) {
    return new Link(world, handle, link.client());
  }

  private static void assertInvalid(ThrowingCallable call) {
    FilterPortException failure = Failures.failure(call);
    assertThat(failure.status()).isEqualTo(NtStatus.INVALID_HANDLE);
    assertThat(failure.hresult().value()).isEqualTo(0x80070006);
  }

  private static void assertDenied(ThrowingCallable call) {
    FilterPortException failure = Failures.failure(call);
    assertThat(failure.status()).isEqualTo(NtStatus.ACCESS_DENIED);
    assertThat(failure.hresult().value()).isEqualTo(0x80070005);
  }

  // ---- one connection

  @Test
  @DisplayName("HND-01: a duplicate is no connect: no callback, no seat, the same name")
  void noConnect() {
    FilterPort copy = link.port().duplicate();
    assertThat(world.trace).containsExactly("connect");
    assertThat(world.seatsTaken()).isEqualTo(1);
    assertThat(copy.name()).isEqualTo(link.port().name());
    assertThat(copy.isConnected()).isTrue();
  }

  @Test
  @DisplayName("MAP-05, HND-01: all handles are one connection, of the process that made it")
  void oneProcess() {
    link.port().duplicate().duplicate();
    assertThat(connections()).isEqualTo(List.of(world.clientPid()));
    Link other = world.link();
    other.port().duplicate();
    assertThat(connections()).isEqualTo(List.of(world.clientPid(), world.clientPid()));
    other.port().close();
    assertThat(connections()).as("its duplicate lives").hasSize(2);
  }

  private List<Long> connections() {
    return world.manager.snapshot().filters().getFirst().ports().getFirst().connections().stream()
        .map(ConnectionState::processId)
        .toList();
  }

  @Test
  @DisplayName("HND-01, GET-13: gets of all handles are one queue, oldest first")
  void oneQueue() {
    Link copy = through(link.port().duplicate());
    List<Get> gets = List.of(link.get(), copy.get(), link.get(), copy.get());
    for (int i = 0; i < gets.size(); i++) {
      link.tell("message " + i, Timeout.poll());
    }
    for (int i = 0; i < gets.size(); i++) {
      assertThat(gets.get(i).text()).isEqualTo("message " + i);
    }
  }

  @Test
  @DisplayName("HND-01, RPL-06: what one handle got another answers, once")
  void sameIds() {
    Link copy = through(link.port().duplicate());
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    long id = get.header().messageId();
    copy.reply(id, NtStatus.SUCCESS);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(Failures.status(() -> link.reply(id, NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
  }

  @Test
  @DisplayName("HND-01: messages of both handles reach the callback of the one connection")
  void sameCookie() {
    FilterPort copy = link.port().duplicate();
    List<Object> cookies = new ArrayList<>();
    world.onConnect =
        request -> {
          request.setConnectionCookie("another");
          return NtStatus.SUCCESS;
        };
    world.onMessage =
        (cookie, call) -> {
          cookies.add(cookie);
          return NtStatus.SUCCESS;
        };
    Link other = world.link();
    copy.send(Buffers.utf8("x"), null);
    link.port().send(Buffers.utf8("x"), null);
    other.port().duplicate().send(Buffers.utf8("x"), null);
    assertThat(cookies).containsExactly(null, null, "another");
  }

  @Test
  @DisplayName("HND-01, GET-26: a completion port is the connection's, whichever handle it came by")
  void sameCompletionPort() {
    Link copy = through(link.port().duplicate());
    CompletionPort queue = world.completionPort();
    queue.associate(copy.port(), 5);
    assertThat(Failures.status(() -> queue.associate(link.port(), 6)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    Get get = link.get();
    link.tell("x", Timeout.poll());
    assertThat(queue.get(Link.LONG).overlapped()).isSameAs(get.overlapped);
  }

  @Test
  @DisplayName("HND-01, GET-29: cancelling ends the gets of every handle")
  void cancelsAll() {
    Link copy = through(link.port().duplicate());
    Get one = link.get();
    Get two = copy.get();
    assertThat(copy.port().cancel(one.overlapped)).isTrue();
    Get three = link.get();
    assertThat(link.port().cancelAll()).isTrue();
    assertThat(List.of(one.status(), two.status(), three.status()))
        .containsOnly(NtStatus.CANCELLED);
  }

  // ---- closing

  @Test
  @DisplayName("HND-02: closing one of two handles is not seen, closing the other disconnects")
  void lastHandleDisconnects() {
    Link copy = through(link.port().duplicate());
    Get outstanding = link.get();
    Background<NtStatus> blocked =
        Background.of(() -> Failures.status(() -> link.port().getMessage(Buffers.allocate(64))))
            .untilBlocked();
    link.port().close();
    assertThat(link.port().isConnected()).isFalse();
    assertThat(link.client().isConnected()).isTrue();
    assertThat(outstanding.isDone()).isFalse();
    assertThat(blocked.isDone()).isFalse();
    assertThat(world.count("disconnect")).isZero();
    assertThat(world.seatsTaken()).isEqualTo(1);
    link.tell("still here", Timeout.poll());
    assertThat(outstanding.text()).isEqualTo("still here");
    copy.port().close();
    assertThat(blocked.result().toHResult().value()).isEqualTo(0x80070006);
    Waits.until(() -> world.seatsTaken() == 0);
    assertThat(world.trace).containsExactly("connect", "disconnect", "disconnected");
  }

  @Test
  @DisplayName("HND-02: a duplicate of a duplicate counts, in whatever order they close")
  void manyHandles() {
    List<FilterPort> handles = new ArrayList<>(List.of(link.port()));
    for (int i = 0; i < 10; i++) {
      handles.add(handles.get(i / 2).duplicate());
    }
    FilterPort last = handles.remove(4);
    handles.reversed().forEach(FilterPort::close);
    assertThat(last.isConnected()).isTrue();
    assertThat(world.count("disconnect")).isZero();
    last.close();
    Waits.until(() -> world.count("disconnected") == 1);
  }

  @Test
  @DisplayName("HND-02: a filter that closes ends all handles")
  void filterCloses() {
    Link copy = through(link.port().duplicate());
    link.closeByFilter();
    for (Link each : List.of(link, copy)) {
      assertThat(Failures.status(each::get)).isEqualTo(NtStatus.PORT_DISCONNECTED);
      assertThat(each.port().isConnected()).isFalse();
    }
    copy.port().close();
    assertThat(world.count("disconnect")).isZero();
    link.port().close();
    Waits.until(() -> world.count("disconnect") == 1);
  }

  @Test
  @DisplayName("HND-02: two threads close the last two handles, one disconnect")
  void closedAtOnce() {
    for (int i = 1; i <= 50; i++) {
      Link fresh = i == 1 ? link : world.link();
      FilterPort copy = fresh.port().duplicate();
      CyclicBarrier both = new CyclicBarrier(2);
      Background<Void> first = closing(fresh.port(), both);
      Background<Void> second = closing(copy, both);
      first.result();
      second.result();
      Waits.until(() -> world.seatsTaken() == 0);
      assertThat(world.count("disconnect")).isEqualTo(i);
    }
  }

  private static Background<Void> closing(FilterPort handle, CyclicBarrier start) {
    return Background.run(
        () -> {
          Waits.at(start);
          handle.close();
        });
  }

  @Test
  @DisplayName("HND-09: a second close of one handle does not close the other")
  void closedTwice() {
    Link copy = through(link.port().duplicate());
    link.port().close();
    link.port().close();
    Get get = copy.get();
    link.tell("x", Timeout.poll());
    assertThat(get.text()).isEqualTo("x");
    copy.port().close();
    copy.port().close();
    Waits.until(() -> world.seatsTaken() == 0);
    assertThat(world.count("disconnect")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "HND-10, GET-04: every call through a closed handle is invalid, whatever else is open")
  void closedHandle() {
    FilterPort copy = link.port().duplicate();
    assertAllInvalidAfterClose(link);
    assertAllInvalidAfterClose(through(copy));
    Link next = world.link();
    assertInvalid(link::get);
    Get get = next.get();
    next.tell("for the new one", Timeout.poll());
    assertThat(get.text()).isEqualTo("for the new one");
  }

  private void assertAllInvalidAfterClose(Link handle) {
    FilterPort port = handle.port();
    port.close();
    assertThat(port.isConnected()).isFalse();
    assertInvalid(() -> port.getMessage(Buffers.allocate(64)));
    assertInvalid(handle::get);
    assertInvalid(() -> port.send(Buffers.utf8("x"), null));
    assertInvalid(() -> handle.reply(1, NtStatus.SUCCESS));
    assertInvalid(() -> port.content(1));
    assertInvalid(() -> world.completionPort().associate(port, 1));
    assertInvalid(port::duplicate);
    assertInvalid(() -> port.duplicate(PortAccess.READ));
  }

  @Test
  @DisplayName("HND-10: the handle is looked at before the arguments")
  void handleFirst() {
    link.port().close();
    assertInvalid(() -> link.port().getMessage(Buffers.allocate(0)));
    assertInvalid(() -> link.port().send(Buffers.allocate(0), null));
    assertInvalid(() -> link.port().reply(Buffers.allocate(0)));
  }

  @Test
  @DisplayName(
      "HND-02, HND-10, GET-29: gets outlive their handle, through which they are cancelled")
  void cancelThroughClosedHandle() {
    FilterPort copy = link.port().duplicate();
    Get get = link.get();
    link.port().close();
    assertThat(get.isDone()).isFalse();
    assertThat(link.port().cancel(get.overlapped)).isTrue();
    assertThat(get.status()).isEqualTo(NtStatus.CANCELLED);
    Get other = through(copy).get();
    assertThat(link.port().cancelAll()).isTrue();
    assertThat(other.status()).isEqualTo(NtStatus.CANCELLED);
    copy.close();
  }

  // ---- inheritance

  @Test
  @DisplayName("CON-16: an inheritable handle is one like any other, or refused between processes")
  void inheritable() {
    ConnectOptions options = ConnectOptions.none().inheritable();
    if (world.inheritsHandles()) {
      assertThat(world.link(World.NAME, options).port().isConnected()).isTrue();
    } else {
      FilterPortException failure = Failures.failure(() -> world.connect("\\Missing", options));
      assertThat(failure.status()).isEqualTo(NtStatus.NOT_SUPPORTED);
      assertThat(failure.hresult().value()).isEqualTo(0x80070032);
      assertThat(Failures.status(() -> world.connect(World.NAME, options)))
          .isEqualTo(NtStatus.NOT_SUPPORTED);
      assertThat(world.count("connect")).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("CON-01, CON-16: a bad context is told before the inheritance")
  void contextFirst() {
    ConnectOptions options = ConnectOptions.withContext(Buffers.allocate(0)).inheritable();
    assertThat(Failures.status(() -> world.connect(World.NAME, options)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
  }

  // ---- access

  @Test
  @DisplayName("CON-19, HND-05: the connect's handle reads and writes, and so does its duplicate")
  void fullAccess() {
    FilterPort copy = link.port().duplicate().duplicate(PortAccess.READ_WRITE);
    copy.send(Buffers.utf8("x"), null);
    Get get = through(copy).get();
    link.asking("x", Buffers.allocate(4), Link.LONG);
    through(copy).reply(get.header().messageId(), NtStatus.SUCCESS);
  }

  @Test
  @DisplayName("HND-05, GET-04: without read access there are no gets")
  void writeOnly() {
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    Link writer = through(link.port().duplicate(PortAccess.WRITE));
    assertDenied(() -> writer.port().getMessage(Buffers.allocate(64)));
    assertDenied(writer::get);
    assertDenied(() -> writer.port().content(get.header().messageId()));
    assertDenied(() -> writer.port().getMessage(Buffers.allocate(0)));
    writer.port().send(Buffers.utf8("x"), null);
    writer.reply(get.header().messageId(), NtStatus.SUCCESS);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
  }

  @Test
  @DisplayName("HND-05: without write access there are no sends and no replies")
  void readOnly() {
    Link reader = through(link.port().duplicate(PortAccess.READ));
    Get get = reader.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    long id = get.header().messageId();
    assertDenied(() -> reader.port().send(Buffers.utf8("x"), null));
    assertDenied(() -> reader.port().send(Buffers.allocate(0), null));
    assertDenied(() -> reader.reply(id, NtStatus.SUCCESS));
    assertThat(world.count("message")).isZero();
    assertThat(sender.isDone()).isFalse();
    link.reply(id, NtStatus.SUCCESS);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("HND-05: a duplicate has at most the access of its original")
  void noMoreAccess() {
    for (PortAccess less : List.of(PortAccess.READ, PortAccess.WRITE)) {
      FilterPort copy = link.port().duplicate(less);
      FilterPort same = copy.duplicate();
      for (PortAccess wanted : PortAccess.values()) {
        if (wanted == less) {
          same.duplicate(wanted).close();
        } else {
          assertDenied(() -> same.duplicate(wanted));
        }
      }
    }
  }
}
