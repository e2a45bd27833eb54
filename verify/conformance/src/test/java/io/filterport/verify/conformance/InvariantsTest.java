package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Seed;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holds whatever happens. The ledger of each world looks after every test as well. */
@EachWorld
class InvariantsTest {
  private static final int SEATS = 3;

  @RegisterExtension final Seed seed = Seed.ofTest();

  private final World world;

  InvariantsTest(WorldKind kind) {
    world = new World(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** What the manager should hold, kept by the simplest means. */
  private final class Model {
    final List<Link> open = new ArrayList<>();
    final List<Link> closedByFilter = new ArrayList<>();
    long accepted;

    void step(Random random) {
      switch (random.nextInt(5)) {
        case 0, 1 -> connect(random.nextInt(4) > 0);
        case 2 -> take(random, open).ifPresent(InvariantsTest.this::hangUp);
        case 3 ->
            take(random, open)
                .ifPresent(
                    link -> {
                      link.client().close();
                      closedByFilter.add(link);
                    });
        default -> take(random, closedByFilter).ifPresent(InvariantsTest.this::hangUp);
      }
    }

    private void connect(boolean accept) {
      world.onConnect = request -> accept ? NtStatus.SUCCESS : NtStatus.ACCESS_DENIED;
      if (open.size() < SEATS && accept) {
        open.add(world.link());
        accepted++;
      } else {
        assertThat(Failures.status(world::link))
            .isEqualTo(
                open.size() == SEATS ? NtStatus.CONNECTION_COUNT_LIMIT : NtStatus.ACCESS_DENIED);
      }
    }

    private Optional<Link> take(Random random, List<Link> links) {
      return links.isEmpty()
          ? Optional.empty()
          : Optional.of(links.remove(random.nextInt(links.size())));
    }
  }

  /** Where a close waits, all is over when it returns. */
  private void hangUp(Link link) {
    if (world.closeWaits()) {
      link.port().close();
    } else {
      link.hangUp();
    }
  }

  @Test
  @DisplayName(
      "INV-01, INV-02: connects, refusals and ends in any order: the books agree after each step")
  void anyOrder() {
    world.createPort(World.NAME, SEATS);
    Random random = new Random(seed.value());
    Model model = new Model();
    for (int i = 0; i < 80; i++) {
      model.step(random);
      world.assertQuiet();
      int alive = model.open.size() + model.closedByFilter.size();
      assertThat(world.seatsTaken()).isEqualTo(model.open.size());
      assertThat(world.ledger.accepted()).isEqualTo(model.accepted);
      assertThat(world.ledger.ended()).isEqualTo(model.accepted - alive);
    }
  }

  @Test
  @DisplayName("INV-01, INV-02, INV-06: at any moment between, whoever connects and ends at once")
  void atAnyMoment() {
    world.createPort(World.NAME, SEATS);
    AtomicBoolean over = new AtomicBoolean();
    List<Background<Void>> threads = new ArrayList<>();
    for (int t = 0; t < SEATS; t++) {
      Random random = new Random(seed.value() + t);
      threads.add(Background.run(() -> comeAndGo(random)));
    }
    Background<Long> observer = Background.of(() -> observeUntil(over));
    threads.forEach(Background::result);
    over.set(true);
    assertThat(observer.result()).isPositive();
    world.awaitQuiet();
  }

  /** Between processes the seat of the last connection may not be free yet. */
  private void comeAndGo(Random random) {
    for (int i = 0; i < 60; i++) {
      try {
        FilterPort port = world.connect(World.NAME);
        if (random.nextBoolean()) {
          port.send(Buffers.utf8("x"), null);
        }
        port.close();
      } catch (FilterPortException e) {
        assertThat(e.status()).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
      }
    }
  }

  private long observeUntil(AtomicBoolean over) {
    long moments = 0;
    do {
      world.observe();
      moments++;
    } while (!over.get());
    return moments;
  }

  @Test
  @DisplayName("INV-02: callbacks that run have seats, and one more connect finds none")
  void seatsOfCallbacks() {
    world.createPort(World.NAME, SEATS);
    Link leaving = world.link();
    world.link();
    Gate gate = new Gate();
    world.onDisconnect = cookie -> gate.hold();
    Background<Void> closing = Background.run(() -> leaving.port().close());
    gate.awaitHeld(1);
    world.onConnect = request -> gate.hold(NtStatus.ACCESS_DENIED);
    Background<NtStatus> connecting = Background.of(() -> Failures.status(world::link));
    gate.awaitHeld(2);
    assertThat(world.seatsTaken()).isEqualTo(SEATS);
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    gate.open();
    closing.result();
    assertThat(connecting.result()).isEqualTo(NtStatus.ACCESS_DENIED);
    leaving.hangUp();
    world.onConnect = request -> NtStatus.SUCCESS;
    world.link();
    world.link();
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
  }

  @Test
  @DisplayName("INV-02: a connection that its filter closed makes room for one more, not for two")
  void seatOfClosedByFilter() {
    world.createPort(World.NAME, 1);
    world.link().client().close();
    world.link();
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    assertThat(world.seatsTaken()).isEqualTo(1);
  }

  @Test
  @DisplayName("INV-04: a message is answered once, and no other id is")
  void idsAreAnsweredOnce() {
    world.createPort(World.NAME, 1);
    Link link = world.link();
    Get get = link.get();
    var sender = link.asking("x", Buffers.allocate(8), Link.LONG);
    long id = get.header().messageId();
    for (long wrong : new long[] {0, id - 1, id + 1, -1, Long.MIN_VALUE}) {
      assertThat(Failures.status(() -> link.reply(wrong, NtStatus.SUCCESS)))
          .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    }
    get.reply("once");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(Failures.status(() -> get.reply("twice")))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
  }

  @Test
  @DisplayName("INV-05: ids, cancels, timeouts and ends of one connection are its own")
  void isolation() {
    world.createPort(World.NAME, 2);
    Link one = world.link();
    Link other = world.link();
    Get asked = one.get();
    var sender = one.asking("x", Buffers.allocate(8), Timeout.infinite());
    long id = asked.header().messageId();
    Get outstanding = one.get();
    Background<SendResult> blocked = other.telling("y", Timeout.infinite()).untilBlocked();
    assertThat(Failures.status(() -> other.reply(id, NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    assertThat(other.port().cancelAll()).isFalse();
    assertThat(other.port().cancel(outstanding.overlapped)).isFalse();
    assertThat(other.tell("z", Link.SOON).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    other.hangUp();
    assertThat(blocked.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(sender.isDone() || outstanding.isDone()).isFalse();
    asked.reply("mine");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(one.tell("next", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(outstanding.text()).isEqualTo("next");
    one.port().send(Buffers.utf8("x"), null);
  }

  @Test
  @DisplayName("INV-07: when the disconnect callback has returned, nobody waits on the connection")
  void nobodyWaits() {
    world.createPort(World.NAME, 1);
    Link link = world.link();
    Gate gate = new Gate();
    world.onMessage = (cookie, call) -> gate.hold(NtStatus.SUCCESS);
    List<Background<?>> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(
          Background.of(() -> Failures.status(() -> link.port().send(Buffers.utf8("x"), null))));
    }
    gate.awaitHeld(3);
    for (int i = 0; i < 3; i++) {
      Get get = link.get();
      waiting.add(link.asking("x", Buffers.allocate(8), Timeout.infinite()));
      get.await();
    }
    for (int i = 0; i < 3; i++) {
      waiting.add(link.telling("x", Timeout.infinite()).untilBlocked());
    }
    Background<Void> closing = Background.run(() -> link.port().close());
    waiting.forEach(Background::result);
    gate.open();
    closing.result();
    Waits.until(() -> world.count("disconnected") == 1);
    assertThat(link.tell("x", Timeout.infinite()).outcome()).isEqualTo(Outcome.DISCONNECTED);
  }

  @Test
  @DisplayName("INV-07: nor does anybody who waits for messages")
  void nobodyWaitsForMessages() {
    world.createPort(World.NAME, 1);
    Link link = world.link();
    List<Background<?>> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(
          Background.of(() -> Failures.status(() -> link.port().getMessage(Buffers.allocate(64))))
              .untilBlocked());
      Get get = link.get();
      waiting.add(Background.of(get::await).untilBlocked());
    }
    world.filter.unregister();
    assertThat(world.count("disconnected")).isEqualTo(1);
    waiting.forEach(Background::result);
  }

  @Test
  @DisplayName(
      "INV-11: what was written before a send, an answer or a reply is there for the other")
  void visibility() {
    world.createPort(World.NAME, 1);
    Link link = world.link();
    world.onMessage =
        (cookie, call) -> {
          byte next = same(call.input());
          call.output().fill((byte) (next + 1));
          call.setReturnLength((int) call.output().byteSize());
          return NtStatus.SUCCESS;
        };
    MemorySegment message = Buffers.allocate(3000);
    MemorySegment answer = Buffers.allocate(3000);
    for (int i = 0; i < 100; i++) {
      message.fill((byte) i);
      link.port().send(message, answer);
      assertThat(same(answer)).isEqualTo((byte) (i + 1));
      Get get = link.get(4000);
      var sender = Background.of(() -> link.client().send(message, answer, Link.LONG));
      byte got = same(MemorySegment.ofArray(get.payload()));
      assertThat(got).isEqualTo((byte) i);
      byte[] reply = new byte[3000];
      Arrays.fill(reply, (byte) (got + 2));
      link.reply(get.header().messageId(), NtStatus.SUCCESS, reply);
      assertThat(sender.result().replyLength()).isEqualTo(3000);
      assertThat(same(answer)).isEqualTo((byte) (i + 2));
    }
  }

  /** {@return the byte that all of them are} */
  private static byte same(MemorySegment bytes) {
    byte first = bytes.get(ValueLayout.JAVA_BYTE, 0);
    MemorySegment expected = Buffers.allocate((int) bytes.byteSize());
    expected.fill(first);
    assertThat(bytes.mismatch(expected)).isEqualTo(-1);
    return first;
  }
}
