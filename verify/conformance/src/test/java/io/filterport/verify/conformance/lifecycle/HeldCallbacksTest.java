package io.filterport.verify.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
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
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Callbacks that do not return hold up nobody but their own connection. */
@EachWorld
class HeldCallbacksTest {
  private static final String HELD = "\\Held";
  private static final String OTHER = "\\Other";

  private final World world;
  private final Gate gate = new Gate();
  private final Link other;

  HeldCallbacksTest(WorldKind kind) {
    world = new World(kind);
    world.createPort(HELD, 4);
    world.createPort(OTHER, 2);
    other = world.link(OTHER);
  }

  @AfterEach
  void close() {
    gate.open();
    world.close();
  }

  /** Everything that a connection can do, and that others can do beside it. */
  private void assertOthersWork() {
    world.onConnect = request -> NtStatus.SUCCESS;
    world.onMessage = (cookie, call) -> NtStatus.SUCCESS;
    world.onDisconnect = cookie -> {};
    other.port().send(Buffers.utf8("x"), null);
    Get get = other.get();
    var sender = other.asking("x", Buffers.allocate(8), Link.LONG);
    get.reply("fine");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(other.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    Link third = world.link(OTHER);
    third.port().send(Buffers.utf8("x"), null);
    third.hangUp();
    ServerPort made = world.createPort("\\Made", 1);
    world.link("\\Made").hangUp();
    made.close();
    assertThat(world.manager.snapshot().filters()).isNotEmpty();
  }

  private Background<?> calling(Link link) {
    return Background.of(() -> link.port().send(Buffers.utf8("x"), null));
  }

  @Test
  @DisplayName("MNF-13, INV-05: two message callbacks of one connection")
  void messages() {
    Link held = world.link(HELD);
    CyclicBarrier both = new CyclicBarrier(3);
    world.onMessage =
        (cookie, call) -> {
          Waits.at(both);
          gate.hold();
          return NtStatus.SUCCESS;
        };
    Background<?> first = calling(held);
    Background<?> second = calling(held);
    Waits.at(both);
    gate.awaitHeld(2);
    assertOthersWork();
    assertThat(first.isDone() || second.isDone()).isFalse();
    gate.open();
    first.result();
    second.result();
    held.hangUp();
  }

  @Test
  @DisplayName("CNF-12, CNF-13, INV-05: two connect callbacks of one port")
  void connects() {
    CyclicBarrier both = new CyclicBarrier(3);
    world.onConnect =
        request -> {
          Waits.at(both);
          return gate.hold(NtStatus.SUCCESS);
        };
    Background<FilterPort> first = Background.of(() -> world.connect(HELD));
    Background<FilterPort> second = Background.of(() -> world.connect(HELD));
    Waits.at(both);
    gate.awaitHeld(2);
    assertOthersWork();
    gate.open();
    first.result().close();
    second.result().close();
  }

  @Test
  @DisplayName("DIS-11, DIS-24, INV-05: two disconnect callbacks of one port")
  void disconnects() {
    List<Link> held = List.of(world.link(HELD), world.link(HELD));
    CyclicBarrier both = new CyclicBarrier(3);
    world.onDisconnect =
        cookie -> {
          Waits.at(both);
          gate.hold();
        };
    var closing = held.stream().map(link -> Background.run(() -> link.port().close())).toList();
    Waits.at(both);
    gate.awaitHeld(2);
    assertOthersWork();
    gate.open();
    closing.forEach(Background::result);
    held.forEach(Link::hangUp);
  }

  @Test
  @DisplayName("HND-06, DIS-08, INV-05: a message callback that holds up its disconnect callback")
  void messageAndDisconnect() {
    Link held = world.link(HELD);
    world.onMessage = (cookie, call) -> gate.hold(NtStatus.SUCCESS);
    Background<?> call =
        Background.of(() -> Failures.status(() -> held.port().send(Buffers.utf8("x"), null)));
    gate.awaitHeld(1);
    Background<Void> closing = Background.run(() -> held.port().close());
    call.result();
    assertOthersWork();
    if (world.closeWaits()) {
      closing.untilBlocked();
    } else {
      closing.result();
    }
    gate.open();
    closing.result();
    held.hangUp();
  }

  @Test
  @DisplayName("UNL-06, UNL-10: an unload callback, and the callbacks that an unload waits for")
  void unload() {
    Gate asked = new Gate();
    Filter leaving =
        world.manager.register(
            FilterRegistration.named("leaving")
                .at("1")
                .onUnload(mandatory -> asked.hold(NtStatus.SUCCESS)));
    leaving.createCommunicationPort(PortAttributes.named("\\Leaving"), world.callbacks(), 1);
    Link held = world.link("\\Leaving");
    world.onMessage = (cookie, call) -> gate.hold(NtStatus.SUCCESS);
    Background<?> call =
        Background.of(() -> Failures.status(() -> held.port().send(Buffers.utf8("x"), null)));
    gate.awaitHeld(1);
    Background<Void> unloading = Background.run(() -> world.manager.unload("leaving", true));
    asked.awaitHeld(1);
    assertOthersWork();
    asked.open();
    unloading.untilBlocked();
    call.result();
    assertOthersWork();
    gate.open();
    unloading.result();
  }
}
