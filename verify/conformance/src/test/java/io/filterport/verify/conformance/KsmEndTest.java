package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
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
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltSendMessage: disconnects, interrupts, many senders. */
@EachWorld
class KsmEndTest {
  private static final SendResult DISCONNECTED =
      new SendResult(Outcome.DISCONNECTED, NtStatus.PORT_DISCONNECTED, 0);
  private static final SendResult INTERRUPTED =
      new SendResult(Outcome.INTERRUPTED, NtStatus.THREAD_IS_TERMINATING, 0);

  private final World world;

  KsmEndTest(WorldKind kind) {
    world = new World(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Link link() {
    world.createPort(World.NAME, 1000);
    return world.link();
  }

  // ---- disconnects

  @Test
  @DisplayName("KSM-13, KSM-14: without getters a sender waits until the disconnect")
  void waitsForEver() {
    Link link = link();
    Background<SendResult> sender = link.telling("x", Timeout.infinite()).untilBlocked();
    link.port().close();
    assertThat(sender.result()).isEqualTo(DISCONNECTED);
  }

  @Test
  @DisplayName("KSM-14, KSM-15: with getters outstanding the disconnect wins, at any timeout")
  void disconnectedAtEntry() {
    Link link = link();
    link.get();
    link.port().close();
    Waits.until(() -> world.count("disconnected") == 1);
    for (Timeout timeout : new Timeout[] {Timeout.poll(), Link.LONG, Timeout.infinite()}) {
      assertThat(link.tell("x", timeout)).isEqualTo(DISCONNECTED);
    }
  }

  @Test
  @DisplayName(
      "KSM-48: a disconnect wakes every sender and waiter of that connection, and only those")
  void wakesAll() {
    Link link = link();
    Link other = world.link();
    List<Background<SendResult>> blocked = blockedSenders(link);
    Background<SendResult> unharmed = other.telling("x", Link.LONG).untilBlocked();
    link.port().close();
    assertThat(blocked).extracting(Background::result).containsOnly(DISCONNECTED);
    assertThat(unharmed.isDone()).isFalse();
    assertThat(other.get().text()).isEqualTo("x");
  }

  @Test
  @DisplayName("KSM-48: so does the filter's own close")
  void closeWakesAll() {
    Link link = link();
    List<Background<SendResult>> blocked = blockedSenders(link);
    link.client().close();
    assertThat(blocked).extracting(Background::result).containsOnly(DISCONNECTED);
  }

  private static List<Background<SendResult>> blockedSenders(Link link) {
    List<Background<SendResult>> blocked = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Get get = link.get();
      blocked.add(link.asking("delivered", Buffers.allocate(4), Timeout.infinite()));
      get.await();
    }
    for (int i = 0; i < 4; i++) {
      blocked.add(link.telling("waiting", Timeout.infinite()).untilBlocked());
    }
    return blocked;
  }

  @Test
  @DisplayName("KSM-29: a reply that was settled before the disconnect is not dropped")
  void settledReplyWins() {
    Link link = link();
    for (int i = 0; i < 200; i++) {
      Get get = link.get();
      Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
      get.reply("deny");
      link.port().close();
      assertThat(sender.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 4));
      link = world.link();
    }
  }

  @Test
  @DisplayName("KSM-50: sends work after the server port is closed")
  void afterServerPortClose() {
    ServerPort server = world.createPort(World.NAME, 1);
    Link link = world.link();
    server.close();
    Get get = link.get();
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("x");
    Get asked = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    asked.reply("fine");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("KSM-51: inside its own disconnect callback a send is disconnected at once")
  void insideDisconnect() {
    Link link = link();
    List<SendResult> seen = new CopyOnWriteArrayList<>();
    world.onDisconnect = cookie -> seen.add(link.tell("x", Timeout.infinite()));
    link.port().close();
    Waits.until(() -> world.count("disconnected") == 1);
    assertThat(seen).containsExactly(DISCONNECTED);
  }

  // ---- interrupts

  @Test
  @DisplayName("KSM-52, KSM-14: an interrupt withdraws a message, and the flag stays set")
  void interruptBeforeDelivery() {
    Link link = link();
    Background<Boolean> sender =
        Background.of(
            () -> {
              assertThat(link.tell("x", Timeout.infinite())).isEqualTo(INTERRUPTED);
              return Thread.currentThread().isInterrupted();
            });
    sender.untilBlocked().thread.interrupt();
    assertThat(sender.result()).isTrue();
    assertThat(link.get().isDone()).isFalse();
  }

  @Test
  @DisplayName("KSM-52: an interrupt removes a waiter, its reply finds nobody")
  void interruptAfterDelivery() {
    Link link = link();
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Timeout.infinite());
    get.await();
    sender.thread.interrupt();
    assertThat(sender.result()).isEqualTo(INTERRUPTED);
    assertThat(Failures.status(() -> get.reply("late")))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
  }

  @Test
  @DisplayName("KSM-52: a thread that comes interrupted does not wait, for a getter or a reply")
  void interruptedBefore() {
    Link link = link();
    assertThat(interrupted(() -> link.tell("x", Timeout.infinite()))).isEqualTo(INTERRUPTED);
    Get get = link.get();
    assertThat(get.isDone()).isFalse();
    assertThat(
            interrupted(
                () ->
                    link.client()
                        .send(Buffers.utf8("asked"), Buffers.allocate(4), Timeout.infinite())))
        .isEqualTo(INTERRUPTED);
    assertThat(get.text()).isEqualTo("asked");
    Get told = link.get();
    assertThat(interrupted(() -> link.tell("told", Timeout.infinite())).outcome())
        .isEqualTo(Outcome.DELIVERED);
    assertThat(told.text()).isEqualTo("told");
  }

  /** A send of a thread whose interrupt flag is set, and is set afterwards. */
  private static SendResult interrupted(Supplier<SendResult> send) {
    return Background.of(
            () -> {
              Thread.currentThread().interrupt();
              SendResult result = send.get();
              assertThat(Thread.currentThread().isInterrupted()).isTrue();
              return result;
            })
        .result();
  }

  @Test
  @DisplayName("KSM-52: an interrupted sender harms none of those that wait with it")
  void othersWaitOn() {
    Link link = link();
    Background<SendResult> first = link.telling("first", Link.LONG).untilBlocked();
    Background<SendResult> second = link.telling("second", Link.LONG).untilBlocked();
    Background<SendResult> third = link.telling("third", Link.LONG).untilBlocked();
    second.thread.interrupt();
    assertThat(second.result()).isEqualTo(INTERRUPTED);
    assertThat(link.get().text()).isEqualTo("first");
    assertThat(link.get().text()).isEqualTo("third");
    assertThat(first.result().outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(third.result().outcome()).isEqualTo(Outcome.DELIVERED);
  }

  // ---- many

  @Test
  @DisplayName("KSM-22, KSM-49: messages of many threads arrive once each")
  void exactlyOnce() {
    Link link = link();
    List<Background<Void>> senders = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int from = t * 500;
      senders.add(
          Background.run(
              () -> {
                for (int i = from; i < from + 500; i++) {
                  assertThat(link.tell(Integer.toString(i), Link.LONG).outcome())
                      .isEqualTo(Outcome.DELIVERED);
                }
              }));
    }
    BitSet seen = new BitSet();
    for (int i = 0; i < 2000; i++) {
      int number = Integer.parseInt(link.get().text());
      assertThat(seen.get(number)).isFalse();
      seen.set(number);
    }
    senders.forEach(Background::result);
    assertThat(seen.cardinality()).isEqualTo(2000);
  }
}
