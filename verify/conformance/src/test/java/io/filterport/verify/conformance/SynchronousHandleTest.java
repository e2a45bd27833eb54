package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.Timeout;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.service.PortAccess;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Handles for synchronous I/O. */
@EachWorld
class SynchronousHandleTest {
  private static final ConnectOptions SYNCHRONOUS = ConnectOptions.none().synchronous();

  private final World world;
  private final Link link;

  SynchronousHandleTest(WorldKind kind) {
    world = World.withPort(kind, 4);
    link = world.link(World.NAME, SYNCHRONOUS);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Background<Integer> getting(Link through) {
    return Background.of(() -> through.port().getMessage(Buffers.allocate(64))).untilBlocked();
  }

  private static Background<FilterPortException> failingGet(Link through) {
    return Background.of(
            () -> Failures.failure(() -> through.port().getMessage(Buffers.allocate(64))))
        .untilBlocked();
  }

  /** A message that was taken and waits for its reply. */
  private final class Unanswered {
    final Background<SendResult> sender;
    final long id;

    Unanswered() {
      sender = link.asking("question", Buffers.allocate(4), Link.LONG);
      MemorySegment buffer = Buffers.allocate(64);
      link.port().getMessage(buffer);
      id = MessageHeader.read(buffer).messageId();
    }

    Background<Void> replying(Link through) {
      return Background.run(() -> through.reply(id, NtStatus.SUCCESS));
    }
  }

  @Test
  @DisplayName("SHD-01: in all but its requests it is like any handle")
  void likeAny() {
    FilterPort port = link.port();
    assertThat(port.name()).isEqualTo(new PortName(World.NAME));
    assertThat(port.maxMessageBytes()).isEqualTo(PortAttributes.DEFAULT_MAX_MESSAGE_BYTES);
    assertThat(port.cancel(world.overlapped())).isFalse();
    Unanswered message = new Unanswered();
    assertThat(Failures.failure(() -> port.content(message.id)).status())
        .isEqualTo(NtStatus.NOT_FOUND);
    FilterPort twin = port.duplicate();
    assertThat(port.isConnected()).isTrue();
    port.close();
    assertThat(port.isConnected()).isFalse();
    assertThat(twin.isConnected()).isTrue();
    assertThat(twin.send(Buffers.utf8("x"), null)).isZero();
  }

  @Test
  @DisplayName("SHD-01: a send returns how many bytes the filter answered")
  void answered() {
    world.onMessage =
        (cookie, call) -> {
          call.setReturnLength(3);
          return NtStatus.SUCCESS;
        };
    assertThat(link.port().send(Buffers.utf8("x"), Buffers.allocate(8))).isEqualTo(3);
  }

  // ---- one request at a time

  @Test
  @DisplayName("SHD-01, SHD-08: one thread gets, replies, sends; the filter sees no difference")
  void oneThread() {
    for (int i = 1; i <= 20; i++) {
      Background<SendResult> sender =
          link.asking("question", Buffers.allocate(4), Timeout.infinite());
      MemorySegment buffer = Buffers.allocate(64);
      assertThat(link.port().getMessage(buffer)).isEqualTo(24);
      long id = MessageHeader.read(buffer).messageId();
      assertThat(id).isEqualTo(i);
      link.reply(id, NtStatus.SUCCESS, Link.bytes("ok"));
      assertThat(sender.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 2));
      assertThat(link.port().send(Buffers.utf8("x"), null)).isZero();
    }
    assertThat(world.count("message")).isEqualTo(20);
    assertThat(world.seatsTaken()).isEqualTo(1);
    link.port().close();
    Waits.until(() -> world.seatsTaken() == 0);
    assertThat(world.count("disconnect")).isEqualTo(1);
  }

  @Test
  @DisplayName("SHD-02: a reply waits until another thread's get has ended")
  void replyWaitsForGet() {
    Unanswered message = new Unanswered();
    Background<Integer> get = getting(link);
    Background<Void> reply = message.replying(link).untilBlocked();
    assertThat(message.sender.isDone()).isFalse();
    link.tell("for the get", Timeout.poll());
    assertThat(get.result()).isEqualTo(27);
    reply.result();
    assertThat(message.sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(Background.of(() -> link.port().send(Buffers.utf8("x"), null)).result()).isZero();
  }

  @Test
  @DisplayName("SHD-02: a send waits until another thread's get has ended")
  void sendWaitsForGet() {
    Background<Integer> get = getting(link);
    Background<Integer> send =
        Background.of(() -> link.port().send(Buffers.utf8("x"), null)).untilBlocked();
    assertThat(world.count("message")).isZero();
    link.tell("", Timeout.poll());
    assertThat(get.result()).isEqualTo(16);
    send.result();
    assertThat(world.count("message")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "SHD-02: a get waits until another thread's send has ended, and is no getter so long")
  void getWaitsForSend() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.onMessage =
        (cookie, call) -> {
          inside.countDown();
          Waits.on(goOn);
          return NtStatus.SUCCESS;
        };
    Background<Integer> send = Background.of(() -> link.port().send(Buffers.utf8("x"), null));
    Waits.on(inside);
    Background<Integer> get = getting(link);
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    goOn.countDown();
    send.result();
    assertThat(link.tell("x", Link.LONG).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.result()).isEqualTo(17);
  }

  @Test
  @DisplayName("SHD-02, GET-04: a handle that may not get is told so, and does not wait first")
  void refusedBeforeItsTurn() {
    Background<Integer> get = getting(link);
    FilterPort writer = link.port().duplicate(PortAccess.WRITE);
    Background<FilterPortException> refused =
        Background.of(() -> Failures.failure(() -> writer.getMessage(Buffers.allocate(64))));
    assertThat(refused.result().status()).isEqualTo(NtStatus.ACCESS_DENIED);
    link.tell("", Timeout.poll());
    get.result();
  }

  @Test
  @DisplayName(
      "SHD-02, SHD-04: a handle that is closed while its overlapped get waits for its turn")
  void closedBeforeItsTurn() {
    Background<Integer> get = getting(link);
    FilterPort twin = link.port().duplicate();
    Overlapped overlapped = world.overlapped();
    Background<FilterPortException> waiting =
        Background.of(
                () -> Failures.failure(() -> twin.getMessage(Buffers.allocate(64), overlapped)))
            .untilBlocked();
    twin.close();
    link.tell("", Timeout.poll());
    get.result();
    assertThat(waiting.result().status()).isEqualTo(NtStatus.INVALID_HANDLE);
  }

  @Test
  @DisplayName("SHD-02, HND-01: a duplicate is synchronous too, and waits with the others")
  void duplicate() {
    Link copy = new Link(world, link.port().duplicate(), link.client());
    Unanswered message = new Unanswered();
    Background<Integer> get = getting(link);
    Background<Void> reply = message.replying(copy).untilBlocked();
    link.tell("", Timeout.poll());
    get.result();
    reply.result();
    assertThat(message.sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("SHD-02: handles of other connections wait for nothing")
  void otherConnections() {
    Background<Integer> get = getting(link);
    for (Link other : List.of(world.link(), world.link(World.NAME, SYNCHRONOUS))) {
      other.port().send(Buffers.utf8("x"), null);
    }
    assertThat(get.isDone()).isFalse();
  }

  @Test
  @DisplayName("SHD-03, GET-35: 8 threads get, each returns one message of its own")
  void manyThreads() {
    List<Background<Long>> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Background.of(
                  () -> {
                    MemorySegment buffer = Buffers.allocate(64);
                    link.port().getMessage(buffer);
                    return MessageHeader.read(buffer).messageId();
                  })
              .untilBlocked());
    }
    List<Background<SendResult>> senders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      senders.add(link.asking("x", Buffers.allocate(0), Link.LONG));
    }
    assertThat(threads)
        .extracting(Background::result)
        .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    for (long id = 1; id <= 8; id++) {
      link.reply(id, NtStatus.SUCCESS);
    }
    assertThat(senders).allMatch(sender -> sender.result().outcome() == Outcome.REPLIED);
  }

  // ---- overlapped

  private record Blocked(Overlapped overlapped, Background<FilterPortException> call) {}

  /** The failure of the call, null if it succeeds. */
  private Blocked overlappedGet(int size) {
    Overlapped overlapped = world.overlapped();
    Background<FilterPortException> call =
        Background.of(
            () -> {
              try {
                link.port().getMessage(Buffers.allocate(size), overlapped);
                return null;
              } catch (FilterPortException e) {
                return e;
              }
            });
    return new Blocked(overlapped, call.untilBlocked());
  }

  @Test
  @DisplayName("SHD-04: an overlapped get blocks until its message, and is complete then")
  void overlapped() {
    Blocked get = overlappedGet(64);
    assertThat(get.overlapped().status()).isEqualTo(NtStatus.PENDING);
    link.tell("x", Timeout.poll());
    assertThat(get.call().result()).isNull();
    assertThat(get.overlapped().isComplete()).isTrue();
    assertThat(get.overlapped().result()).isEqualTo(17);
  }

  @Test
  @DisplayName("SHD-04: a message that waits already is returned at once")
  void overlappedWithSenderWaiting() {
    Background<SendResult> sender = link.telling("early", Link.LONG).untilBlocked();
    assertThat(link.get().text()).isEqualTo("early");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("SHD-04: an overlapped get that is too small returns that, with the bytes needed")
  void overlappedTooSmall() {
    Blocked get = overlappedGet(17);
    Background<SendResult> sender = link.telling("hello", Link.LONG);
    FilterPortException failure = get.call().result();
    assertThat(failure.status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(failure.hresult().value()).isEqualTo(0x8007007A);
    assertThat(failure.bytes()).isEqualTo(21);
    assertThat(get.overlapped().status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    link.port().getMessage(Buffers.allocate(21), get.overlapped());
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("SHD-04: an overlapped get that is cancelled or disconnected returns that")
  void overlappedEnds() {
    Blocked cancelled = overlappedGet(64);
    assertThat(link.port().cancel(cancelled.overlapped())).isTrue();
    assertThat(cancelled.call().result().hresult().value()).isEqualTo(0x800703E3);
    assertThat(cancelled.overlapped().status()).isEqualTo(NtStatus.CANCELLED);
    Blocked disconnected = overlappedGet(64);
    link.client().close();
    assertThat(disconnected.call().result().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(disconnected.overlapped().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(Failures.failure(link::get).hresult().value()).isEqualTo(0x80070006);
  }

  @Test
  @DisplayName("SHD-05: it cannot be tied to a completion port")
  void noCompletionPort() {
    CompletionPort queue = world.completionPort();
    FilterPortException failure = Failures.failure(() -> queue.associate(link.port(), 1));
    assertThat(failure.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(failure.hresult().value()).isEqualTo(0x80070057);
    assertThat(Failures.status(() -> queue.associate(link.port().duplicate(), 1)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    queue.associate(world.link().port(), 1);
    link.port().close();
    assertThat(Failures.status(() -> queue.associate(link.port(), 1)))
        .isEqualTo(NtStatus.INVALID_HANDLE);
  }

  // ---- ends

  @Test
  @DisplayName("SHD-06: an interrupt ends a blocked get, and the flag stays set")
  void interrupt() {
    Background<Boolean> get =
        Background.of(
                () -> {
                  FilterPortException failure =
                      Failures.failure(() -> link.port().getMessage(Buffers.allocate(64)));
                  assertThat(failure.hresult().value()).isEqualTo(0x800703E3);
                  return Thread.currentThread().isInterrupted();
                })
            .untilBlocked();
    get.thread.interrupt();
    assertThat(get.result()).isTrue();
    link.port().send(Buffers.utf8("the next request goes on"), null);
  }

  @Test
  @DisplayName(
      "SHD-06, SHD-04: an interrupt ends an overlapped get that blocks, the flag stays set")
  void interruptOverlapped() {
    Overlapped overlapped = world.overlapped();
    Background<Boolean> get =
        Background.of(
                () -> {
                  assertThat(isDelivered(overlapped)).isFalse();
                  return Thread.currentThread().isInterrupted();
                })
            .untilBlocked();
    get.thread.interrupt();
    assertThat(get.result()).isTrue();
    assertThat(overlapped.status()).isEqualTo(NtStatus.CANCELLED);
  }

  private boolean isDelivered(Overlapped overlapped) {
    try {
      link.port().getMessage(Buffers.allocate(64), overlapped);
      return true;
    } catch (FilterPortException e) {
      assertThat(e.status()).isEqualTo(NtStatus.CANCELLED);
      return false;
    }
  }

  @Test
  @DisplayName("SHD-04, GET-33: an interrupted overlapped get takes the message that came first")
  void interruptedBeforeOverlapped() {
    Background<SendResult> sender = link.telling("early", Link.LONG).untilBlocked();
    if (!isDeliveredThoughInterrupted()) {
      assertThat(sender.isDone()).isFalse();
      assertThat(link.get().text()).isEqualTo("early");
    }
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  private boolean isDeliveredThoughInterrupted() {
    return Background.ofInterrupted(() -> isDelivered(world.overlapped())).result();
  }

  @Test
  @DisplayName("SHD-06: an interrupt ends the wait for another's request, which goes on")
  void interruptWaiting() {
    Unanswered message = new Unanswered();
    Background<Integer> get = getting(link);
    Background<Boolean> reply =
        Background.of(
                () -> {
                  FilterPortException failure =
                      Failures.failure(() -> link.reply(message.id, NtStatus.SUCCESS));
                  assertThat(failure.hresult().value()).isEqualTo(0x800703E3);
                  return Thread.currentThread().isInterrupted();
                })
            .untilBlocked();
    reply.thread.interrupt();
    assertThat(reply.result()).isTrue();
    assertThat(get.isDone()).isFalse();
    link.tell("x", Timeout.poll());
    assertThat(get.result()).isEqualTo(17);
    link.reply(message.id, NtStatus.SUCCESS);
    assertThat(message.sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("SHD-06, USM-07: an interrupt does not end a send whose callback runs, and is kept")
  void interruptWhileCalling() {
    Gate gate = new Gate();
    world.onMessage = (cookie, call) -> gate.hold(NtStatus.SUCCESS);
    Background<Boolean> send =
        Background.of(
            () -> {
              assertThat(link.port().send(Buffers.utf8("x"), null)).isZero();
              return Thread.currentThread().isInterrupted();
            });
    gate.awaitHeld(1);
    send.thread.interrupt();
    assertThat(send.untilBlocked().isDone()).isFalse();
    gate.open();
    assertThat(send.result()).isTrue();
  }

  @Test
  @DisplayName("SHD-06: an interrupted thread whose request has not to wait is served")
  void interruptedBefore() {
    Background<Boolean> send =
        Background.of(
            () -> {
              Thread.currentThread().interrupt();
              link.port().send(Buffers.utf8("x"), null);
              return Thread.currentThread().isInterrupted();
            });
    assertThat(send.result()).isTrue();
    assertThat(world.count("message")).isEqualTo(1);
  }

  @Test
  @DisplayName("SHD-06, GET-33: another thread cancels a blocked get, without waiting for it")
  void cancelAll() {
    Background<FilterPortException> get = failingGet(link);
    assertThat(link.port().cancelAll()).isTrue();
    assertThat(get.result().status()).isEqualTo(NtStatus.CANCELLED);
    assertThat(link.port().cancelAll()).isFalse();
  }

  @Test
  @DisplayName("SHD-07: the close does not wait; who blocks, and who waits for it, ends")
  void closeEnds() {
    Unanswered message = new Unanswered();
    Background<FilterPortException> get = failingGet(link);
    Background<FilterPortException> reply =
        Background.of(() -> Failures.failure(() -> link.reply(message.id, NtStatus.SUCCESS)))
            .untilBlocked();
    link.port().close();
    assertThat(get.result().hresult().value()).isEqualTo(0x80070006);
    assertThat(reply.result().hresult().value()).isEqualTo(0x80070006);
    assertThat(message.sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
  }

  @Test
  @DisplayName("SHD-07: a send ends with the close though its callback still runs")
  void closeEndsSend() {
    Gate gate = new Gate();
    world.onMessage = (cookie, call) -> gate.hold(NtStatus.SUCCESS);
    Background<NtStatus> send =
        Background.of(() -> Failures.status(() -> link.port().send(Buffers.utf8("x"), null)));
    gate.awaitHeld(1);
    Background<FilterPortException> get = failingGet(link);
    Background<Void> closing = Background.run(() -> link.port().close());
    assertThat(send.result()).isEqualTo(NtStatus.INVALID_HANDLE);
    assertThat(get.result().status()).isEqualTo(NtStatus.INVALID_HANDLE);
    gate.open();
    closing.result();
  }

  @Test
  @DisplayName("SHD-07: the filter's close ends a blocked get, and who waits for it")
  void filterCloses() {
    Background<FilterPortException> get = failingGet(link);
    Background<FilterPortException> next = failingGet(link);
    link.client().close();
    assertThat(get.result().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(next.result().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
  }

  // ---- options

  @Test
  @DisplayName("CON-17: of the options only bit 0 counts")
  void unknownOptions() {
    Link ordinary = world.link(World.NAME, ConnectOptions.none().withFlags(~1));
    Get get = ordinary.get();
    assertThat(get.isDone()).isFalse();
    world.completionPort().associate(ordinary.port(), 1);
    Link synchronous = world.link(World.NAME, ConnectOptions.none().withFlags(~0));
    assertThat(Failures.status(() -> world.completionPort().associate(synchronous.port(), 1)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
  }

  @Test
  @DisplayName("SHD-01, CON-05: a context comes with a synchronous handle, too")
  void withContext() {
    List<String> contexts = new ArrayList<>();
    world.onConnect =
        request -> {
          contexts.add(new String(Buffers.bytes(request.context()), StandardCharsets.UTF_8));
          return NtStatus.SUCCESS;
        };
    Link with =
        world.link(World.NAME, ConnectOptions.withContext(Buffers.utf8("hello")).synchronous());
    assertThat(contexts).containsExactly("hello");
    assertThat(Failures.status(() -> world.completionPort().associate(with.port(), 1)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
  }
}
