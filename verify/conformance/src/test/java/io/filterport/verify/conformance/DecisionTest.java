package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Race;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The filter's close against what is under way: whoever was first, both ends learn the same. */
@EachWorld
class DecisionTest {
  /** Turns of an idle loop until the reply has been given on any machine, mostly. */
  private static final int LATEST = 16_000;

  private final World world;
  private final int rounds;

  DecisionTest(WorldKind kind) {
    world = new World(kind);
    world.filter.createCommunicationPort(
        PortAttributes.named(World.NAME).withMaxMessageBytes(64), world.callbacks(), 1);
    rounds = kind == WorldKind.EMBEDDED ? 1_000 : 50;
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("MAP-06, KSM-29, RPL-14: reply against close: S_OK if and only if the sender has it")
  void reply() {
    Race race = new Race(rounds);
    while (race.goesOn()) {
      Link link = world.link();
      Background<Long> service = link.atService(DecisionTest::answer);
      Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
      Background<Void> closing = Background.run(() -> closeLater(race, link));
      boolean replied = sender.result().outcome() == Outcome.REPLIED;
      assertThat(service.result()).isEqualTo(replied ? 1 : 0);
      closing.result();
      link.port().close();
      race.ended(replied);
    }
  }

  private static void closeLater(Race race, Link link) {
    race.shift(LATEST);
    link.client().close();
  }

  /** {@return 1 if the message came and its reply was accepted} */
  private static long answer(FilterPort port) {
    MemorySegment buffer = Buffers.allocate(32);
    MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE + 4);
    try {
      port.getMessage(buffer);
    } catch (RuntimeException e) {
      return 0;
    }
    new ReplyHeader(NtStatus.SUCCESS, MessageHeader.read(buffer).messageId()).write(reply);
    return Failures.accepted(() -> port.reply(reply)) ? 1 : 0;
  }

  @Test
  @DisplayName("MAP-06, KSM-14, GET-28: message against close: delivered if and only if it was got")
  void delivery() {
    Race race = new Race(rounds);
    while (race.goesOn()) {
      Link link = world.link();
      Get get = link.get();
      CyclicBarrier both = new CyclicBarrier(2);
      Background<SendResult> sender =
          Background.of(
              () -> {
                Waits.at(both);
                race.shiftOther(LATEST);
                return link.tell("x", Link.LONG);
              });
      Waits.at(both);
      closeLater(race, link);
      boolean delivered = sender.result().outcome() == Outcome.DELIVERED;
      NtStatus end = get.await().status();
      assertThat(end).isEqualTo(delivered ? NtStatus.SUCCESS : NtStatus.PORT_DISCONNECTED);
      link.port().close();
      race.ended(delivered);
    }
  }
}
