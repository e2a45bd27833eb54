package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.FilterUnload;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Blocked;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.Warnings;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltUnregisterFilter and unload. */
@EachWorld
class UnloadTest {
  private static final SendResult DISCONNECTED =
      new SendResult(Outcome.DISCONNECTED, NtStatus.PORT_DISCONNECTED, 0);
  private static final MemorySegment ONE = Buffers.utf8("one");
  private static final MemorySegment OTHER = Buffers.utf8("other");

  private final World world;

  UnloadTest(WorldKind kind) {
    world = new World(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static NtStatus sendStatus(Link link) {
    return Failures.status(() -> link.port().send(Buffers.utf8("x"), null));
  }

  private Filter registerOther() {
    Filter other = world.manager.register(FilterRegistration.named("other").at("5"));
    other.createCommunicationPort(PortAttributes.named("\\Other"), world.callbacks(), 1);
    return other;
  }

  @Test
  @DisplayName("UNL-01, CCP-10: a port that is still open is closed, with a warning")
  void openPort() {
    world.createPort(World.NAME, 1);
    world.createPort("\\Closed", 1).close();
    try (Warnings warnings = new Warnings()) {
      world.filter.unregister();
      assertThat(warnings.lines())
          .containsExactly("filter filter unregisters with port " + World.NAME + " open");
    }
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
  }

  @Test
  @DisplayName("UNL-02, UNL-03, UNL-04, UNL-07: unregistering ends three connections, once each")
  void unregister() {
    world.createPort(World.NAME, 4);
    List<Link> links = List.of(world.link(), world.link(), world.link());
    Get get = links.get(0).get();
    var waiting = links.get(1).telling("x", Timeout.infinite()).untilBlocked();
    Get unanswered = links.get(2).get();
    var asking = links.get(2).asking("x", Buffers.allocate(4), Timeout.infinite());
    unanswered.await();
    Thread caller = Thread.currentThread();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    world.onDisconnect = cookie -> threads.add(Thread.currentThread());
    world.filter.unregister();
    assertThat(world.count("disconnected")).isEqualTo(3);
    assertThat(threads).containsExactly(caller, caller, caller);
    assertThat(get.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(waiting.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(asking.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(Failures.failure(world::link).hresult().value()).isEqualTo(0x80070002);
    links.forEach(
        link -> {
          Waits.until(() -> !link.port().isConnected());
          assertThat(Failures.failure(link::get).hresult().value()).isEqualTo(0x80070006);
          assertThat(sendStatus(link)).isEqualTo(NtStatus.PORT_DISCONNECTED);
        });
    links.forEach(link -> link.port().close());
    world.filter.unregister();
    assertThat(world.count("disconnect")).isEqualTo(3);
  }

  @Test
  @DisplayName(
      "UNL-02: a connection that the filter closed first, and one of a closed port, are ended too")
  void unregisterHalfClosed() {
    ServerPort server = world.createPort(World.NAME, 4);
    Link first = world.link();
    world.link();
    first.client().close();
    server.close();
    world.filter.unregister();
    assertThat(world.count("disconnected")).isEqualTo(2);
  }

  @Test
  @DisplayName(
      "UNL-05, UNL-06, UNL-02: it waits for message callbacks; the last to leave tells the end")
  void waitsForMessage() {
    world.createPort(World.NAME, 4);
    Link link = world.link();
    Gate gate = new Gate();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    world.onMessage =
        (cookie, call) -> {
          threads.add(Thread.currentThread());
          return gate.hold(NtStatus.SUCCESS);
        };
    world.onDisconnect = cookie -> threads.add(Thread.currentThread());
    Background<NtStatus> caller = Background.of(() -> sendStatus(link));
    gate.awaitHeld(1);
    Background<Void> leaving = Background.run(world.filter::unregister).untilBlocked();
    assertThat(world.count("disconnect")).isZero();
    gate.open();
    leaving.result();
    assertThat(threads).hasSize(2);
    assertThat(threads.get(1)).as("the last to leave").isSameAs(threads.get(0));
    assertThat(world.trace)
        .containsExactly("connect", "message", "answered", "disconnect", "disconnected");
    assertThat(caller.result()).isEqualTo(NtStatus.PORT_DISCONNECTED);
  }

  @Test
  @DisplayName("UNL-06, DIS-10: unregistering waits for a connect callback, which then is ended")
  void waitsForConnect() {
    world.createPort(World.NAME, 4);
    Gate gate = new Gate();
    world.onConnect = request -> gate.hold(NtStatus.SUCCESS);
    Background<FilterPort> connecting = Background.of(() -> world.connect(World.NAME));
    gate.awaitHeld(1);
    Background<Void> leaving = Background.run(world.filter::unregister).untilBlocked();
    assertThat(world.trace).containsExactly("connect");
    gate.open();
    leaving.result();
    assertThat(world.trace).containsExactly("connect", "disconnect", "disconnected");
    assertConnectedToNothing(connecting);
  }

  /** The client learns that it was accepted, or that this is over already. */
  private static void assertConnectedToNothing(Background<FilterPort> connecting) {
    try {
      FilterPort port = connecting.result();
      Waits.until(() -> !port.isConnected());
    } catch (FilterPortException e) {
      assertThat(e.status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    }
  }

  @Test
  @DisplayName("UNL-06: unregistering waits for a disconnect callback that another thread began")
  void waitsForDisconnect() {
    world.createPort(World.NAME, 4);
    Link link = world.link();
    Gate gate = new Gate();
    world.onDisconnect = cookie -> gate.hold();
    Background<Void> closing = Background.run(() -> link.port().close());
    gate.awaitHeld(1);
    Background<Void> leaving = Background.run(world.filter::unregister).untilBlocked();
    gate.open();
    leaving.result();
    assertThat(world.count("disconnected")).isEqualTo(1);
    closing.result();
    assertThat(world.count("disconnect")).isEqualTo(1);
  }

  @Test
  @DisplayName("UNL-05, UNL-06: whoever comes second to unregister, or closes all, waits as well")
  void twice() {
    world.createPort(World.NAME, 4);
    world.link();
    Gate gate = new Gate();
    world.onDisconnect = cookie -> gate.hold();
    Background<Void> first = Background.run(world.filter::unregister);
    gate.awaitHeld(1);
    Background<Void> second = Background.run(world.filter::unregister).untilBlocked();
    Background<Void> third = Background.run(world.manager::close).untilBlocked();
    gate.open();
    second.result();
    third.result();
    first.result();
    assertThat(world.count("disconnected")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "UNL-05, DIS-21: inside another filter's callback the second to unregister does not wait")
  void secondInsideAnother() {
    world.createPort(World.NAME, 4);
    Link link = world.link();
    registerOther();
    Link other = world.link("\\Other");
    Gate gate = new Gate();
    world.onDisconnect = cookie -> gate.hold();
    Background<Void> first = Background.run(world.filter::unregister);
    gate.awaitHeld(1);
    world.onMessage =
        (cookie, call) -> {
          world.filter.unregister();
          return NtStatus.SUCCESS;
        };
    assertThat(Background.of(() -> other.port().send(ONE, null)).result()).isZero();
    assertThat(first.isDone()).isFalse();
    assertThat(world.count("disconnected")).isZero();
    gate.open();
    first.result();
    assertThat(link.client().isConnected()).isFalse();
  }

  /** Each client asks, and its callback waits without a timeout for the other client to get. */
  private List<SendResult> endWhileWaiting(Link one, Link other, Runnable end) {
    List<SendResult> seen = new CopyOnWriteArrayList<>();
    List<Thread> waiting = new CopyOnWriteArrayList<>();
    world.onMessage =
        (cookie, call) -> {
          waiting.add(Thread.currentThread());
          Link target = Link.text(call.input()).equals("one") ? other : one;
          seen.add(target.tell("x", Timeout.infinite()));
          return NtStatus.SUCCESS;
        };
    Background<Boolean> first = Background.of(() -> asksUntilTheEnd(one, ONE));
    Background<Boolean> second = Background.of(() -> asksUntilTheEnd(other, OTHER));
    Waits.until(() -> waiting.size() == 2 && waiting.stream().allMatch(Blocked::isBlocked));
    Background.run(end).result();
    assertThat(first.result() && second.result()).isTrue();
    return seen;
  }

  /** The other connection may end a moment before this one; then there is still an answer. */
  private static boolean asksUntilTheEnd(Link link, MemorySegment question) {
    try {
      return link.port().send(question, null) == 0;
    } catch (FilterPortException e) {
      return e.status().equals(NtStatus.PORT_DISCONNECTED);
    }
  }

  @Test
  @DisplayName(
      "UNL-07, UNL-06: callbacks that wait on each other's connections end with the filter")
  void callbacksWaitOnEachOther() {
    world.createPort(World.NAME, 1);
    world.createPort("\\Second", 1);
    Link one = world.link();
    Link other = world.link("\\Second");
    assertThat(endWhileWaiting(one, other, world.filter::unregister))
        .containsExactly(DISCONNECTED, DISCONNECTED);
    assertThat(world.count("disconnected")).isEqualTo(2);
  }

  @Test
  @DisplayName("UNL-07, UNL-06: callbacks that wait on another filter's end with the manager")
  void filtersWaitOnEachOther() {
    world.createPort(World.NAME, 1);
    registerOther();
    Link one = world.link();
    Link other = world.link("\\Other");
    assertThat(endWhileWaiting(one, other, world.manager::close))
        .containsExactly(DISCONNECTED, DISCONNECTED);
    assertThat(world.count("disconnected")).isEqualTo(2);
  }

  @Test
  @DisplayName("UNL-08, CLP-09: an unload callback talks to its client, then closes, then leaves")
  void unloadsItself() {
    AtomicReference<Filter> self = new AtomicReference<>();
    AtomicReference<ServerPort> server = new AtomicReference<>();
    List<Object> seen = new ArrayList<>();
    FilterUnload unload =
        mandatory -> {
          ClientPort client = world.clients.getFirst();
          MemorySegment reply = Buffers.allocate(8);
          seen.add(client.send(Buffers.utf8("bye"), reply, Link.LONG).outcome());
          server.get().close();
          self.get().unregister();
          seen.add(world.count("disconnected"));
          return NtStatus.SUCCESS;
        };
    self.set(world.manager.register(FilterRegistration.named("polite").at("5").onUnload(unload)));
    server.set(
        self.get().createCommunicationPort(PortAttributes.named("\\P"), world.callbacks(), 1));
    Link link = world.link("\\P");
    Get get = link.get();
    try (Warnings warnings = new Warnings()) {
      Background<Void> unloading = Background.run(() -> world.manager.unload("polite", false));
      assertThat(get.text()).isEqualTo("bye");
      get.reply("bye");
      unloading.result();
      assertThat(warnings.lines()).isEmpty();
    }
    assertThat(seen).containsExactly(Outcome.REPLIED, 1L);
    assertThat(world.count("disconnect")).isEqualTo(1);
  }

  @Test
  @DisplayName("UNL-10: other filters, their ports and connections are not affected")
  void others() {
    registerOther();
    Link unharmed = world.link("\\Other");
    Get get = unharmed.get();
    world.createPort(World.NAME, 1);
    world.link();
    world.filter.unregister();
    unharmed.port().send(Buffers.utf8("x"), null);
    assertThat(unharmed.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("x");
    unharmed.hangUp();
    world.link("\\Other");
  }

  @Test
  @DisplayName("UNL-12: the same filter comes again, old handles stay dead")
  void again() {
    world.createPort(World.NAME, 1);
    Link old = world.link();
    world.filter.unregister();
    Filter again = world.manager.register(FilterRegistration.named("filter"));
    again.createCommunicationPort(PortAttributes.named(World.NAME), world.callbacks(), 1);
    Link fresh = world.link();
    assertThat(sendStatus(old)).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(Failures.status(old::get)).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(old.tell("x", Timeout.infinite()).outcome()).isEqualTo(Outcome.DISCONNECTED);
    old.port().close();
    fresh.port().send(Buffers.utf8("x"), null);
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    assertThat(Failures.status(() -> world.createPort("\\New", 1)))
        .isEqualTo(NtStatus.FLT_DELETING_OBJECT);
  }
}
