package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A filter that refuses to be unloaded, while all kinds of calls are under way on its port. */
@EachWorld
class RefusedUnloadTest {
  private static final String STUBBORN = "stubborn";
  private static final String PORT = "\\S";

  private final World world;
  private final Gate gate = new Gate();
  private Link getter;
  private Get get;
  private Background<SendResult> telling;
  private Get unanswered;
  private Background<SendResult> asking;
  private Link caller;
  private Background<Object> calling;

  RefusedUnloadTest(WorldKind kind) {
    world = new World(kind);
    Filter stubborn =
        world.manager.register(
            FilterRegistration.named(STUBBORN)
                .at("7")
                .onUnload(mandatory -> NtStatus.FLT_DO_NOT_DETACH));
    stubborn.createCommunicationPort(PortAttributes.named(PORT), world.callbacks(), 4);
  }

  /** One outstanding get, one sender without a getter, one that waits for its reply, one call. */
  @BeforeEach
  void begin() {
    getter = world.link(PORT);
    get = getter.get();
    Link teller = world.link(PORT);
    telling = teller.telling("x", Timeout.infinite()).untilBlocked();
    Link asker = world.link(PORT);
    unanswered = asker.get();
    asking = asker.asking("x", Buffers.allocate(4), Timeout.infinite());
    unanswered.await();
    caller = world.link(PORT);
    world.onMessage = (cookie, call) -> gate.hold(NtStatus.SUCCESS);
    calling = Background.of(this::call);
    gate.awaitHeld(1);
  }

  /** {@return how many bytes came back, or the status} */
  private Object call() {
    try {
      return caller.port().send(Buffers.utf8("x"), null);
    } catch (FilterPortException e) {
      return e.status();
    }
  }

  @AfterEach
  void close() {
    gate.open();
    world.close();
  }

  @Test
  @DisplayName(
      "REG-05, UNL-09: after a refusal whatever was under way goes on, and no seat is free")
  void goesOn() {
    assertThat(Failures.status(() -> world.manager.unload(STUBBORN, false)))
        .isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
    assertThat(get.isDone()).isFalse();
    assertThat(telling.thread.isAlive()).isTrue();
    assertThat(Failures.status(() -> world.link(PORT))).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    assertThat(getter.tell("got", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("got");
    unanswered.reply("fine");
    assertThat(asking.result().outcome()).isEqualTo(Outcome.REPLIED);
    gate.open();
    assertThat(calling.result()).isEqualTo(0);
    assertThat(world.count("disconnect")).isZero();
  }

  @Test
  @DisplayName("REG-05, UNL-09, UNL-02: a mandatory unload that is refused ends all of it at once")
  void ends() {
    Background<Void> unloading = Background.run(() -> world.manager.unload(STUBBORN, true));
    assertThat(get.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(telling.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(asking.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(calling.result()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    unloading.untilBlocked();
    gate.open();
    unloading.result();
    assertThat(world.count("disconnected")).isEqualTo(4);
    assertThat(Failures.status(() -> world.link(PORT))).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
  }
}
