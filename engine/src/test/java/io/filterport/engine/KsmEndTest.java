package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.Link.Get;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltSendMessage: disconnects, interrupts, many senders. */
class KsmEndTest {
  @Test
  @DisplayName(
      "KSM-48: a disconnect wakes every sender and waiter of that connection, and only those")
  void wakesAll() {
    try (World world = World.withPort(2)) {
      Link link = world.link();
      Link other = world.link();
      List<Background<SendResult>> blocked = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Get get = link.get();
        blocked.add(link.asking("delivered", Buffers.allocate(4), Timeout.infinite()));
        get.await();
      }
      for (int i = 0; i < 4; i++) {
        blocked.add(link.telling("waiting", Timeout.infinite()).untilBlocked());
      }
      Background<SendResult> unharmed = other.telling("x", Link.LONG).untilBlocked();
      link.port().close();
      assertThat(blocked)
          .extracting(sender -> sender.result().outcome())
          .containsOnly(Outcome.DISCONNECTED);
      assertThat(unharmed.isDone()).isFalse();
      assertThat(other.get().text()).isEqualTo("x");
    }
  }

  @Test
  @DisplayName("KSM-29: a reply that was settled before the disconnect is not dropped")
  void settledReplyWins() {
    for (int i = 0; i < 300; i++) {
      try (World world = World.withPort(1)) {
        Link link = world.link();
        Get get = link.get();
        Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
        get.reply("deny");
        link.port().close();
        assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
      }
    }
  }

  @Test
  @DisplayName("KSM-50: sends work after the server port is closed")
  void afterServerPortClose() {
    try (World world = new World()) {
      ServerPort server = world.createPort(World.NAME, 1);
      Link link = world.link();
      server.close();
      Get get = link.get();
      assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
      assertThat(get.text()).isEqualTo("x");
    }
  }

  @Test
  @DisplayName("KSM-51: inside its own disconnect callback a send is disconnected at once")
  void insideDisconnect() {
    try (World world = World.withPort(1)) {
      Link link = world.link();
      List<Outcome> seen = new ArrayList<>();
      world.onDisconnect = cookie -> seen.add(link.tell("x", Timeout.infinite()).outcome());
      link.port().close();
      assertThat(seen).containsExactly(Outcome.DISCONNECTED);
    }
  }

  @Test
  @DisplayName("KSM-52: an interrupt withdraws a message, and the flag stays set")
  void interruptBeforeDelivery() {
    try (World world = World.withPort(1)) {
      Link link = world.link();
      Background<Boolean> sender =
          Background.of(
              () -> {
                SendResult result = link.tell("x", Timeout.infinite());
                assertThat(result.outcome()).isEqualTo(Outcome.INTERRUPTED);
                assertThat(result.status()).isEqualTo(NtStatus.THREAD_IS_TERMINATING);
                return Thread.currentThread().isInterrupted();
              });
      sender.untilBlocked().thread.interrupt();
      assertThat(sender.result()).isTrue();
      assertThat(link.get().isDone()).isFalse();
    }
  }

  @Test
  @DisplayName("KSM-52: an interrupt removes a waiter, its reply finds nobody")
  void interruptAfterDelivery() {
    try (World world = World.withPort(1)) {
      Link link = world.link();
      Get get = link.get();
      Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Timeout.infinite());
      get.await();
      sender.thread.interrupt();
      assertThat(sender.result().outcome()).isEqualTo(Outcome.INTERRUPTED);
      assertThat(Failures.status(() -> get.reply("late")))
          .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    }
  }

  @Test
  @DisplayName("KSM-22, KSM-49: messages of many threads arrive once each")
  void exactlyOnce() {
    try (World world = World.withPort(1)) {
      Link link = world.link();
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

  @Test
  @DisplayName("KSM-03: a port that was closed reaches nobody, whoever connected since")
  void staleHandle() {
    try (World world = World.withPort(1)) {
      Link old = world.link();
      old.port().close();
      Link fresh = world.link();
      Get get = fresh.get();
      assertThat(old.tell("stale", Timeout.poll()).outcome()).isEqualTo(Outcome.DISCONNECTED);
      assertThat(get.isDone()).isFalse();
    }
  }
}
