package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One connection from its begin to its end, many messages in both directions. */
@EachWorld
class RoundTripTest {
  private static final int ROUNDS = 2_000;

  private final World world;

  RoundTripTest(WorldKind kind) {
    world = World.withPort(kind, 1);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("CCP-07, USM-07, KSM-30: calls and messages of one connection, and its end")
  void bothDirections() {
    world.onMessage =
        (cookie, call) -> {
          call.output().copyFrom(call.input());
          call.setReturnLength((int) call.input().byteSize());
          return NtStatus.SUCCESS;
        };
    Link link = world.link();
    assertThat(world.atService(link.port(), RoundTripTest::call)).isEqualTo(ROUNDS * 5L);
    assertThat(world.count("message")).isEqualTo(ROUNDS);
    Background<Long> service = link.atService(RoundTripTest::answerUntilTheEnd);
    MemorySegment answer = Buffers.allocate(8);
    for (int i = 0; i < ROUNDS; i++) {
      SendResult result = link.client().send(Buffers.of(new byte[] {1, 2, 3}), answer, Link.LONG);
      assertThat(result).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 4));
    }
    FilterPortException full = Failures.failure(world::link);
    assertThat(full.status()).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    assertThat(full).hasMessageContaining("held by pid " + world.clientPid());
    link.port().close();
    Waits.until(() -> world.count("disconnected") == 1);
    assertThat(service.result()).isEqualTo(ROUNDS);
    assertThat(link.tell("x", Timeout.infinite()).outcome()).isEqualTo(Outcome.DISCONNECTED);
  }

  private static long call(FilterPort port) {
    MemorySegment output = Buffers.allocate(64);
    long bytes = 0;
    for (int i = 0; i < ROUNDS; i++) {
      bytes += port.send(Buffers.utf8("hello"), output.asSlice(0, 5));
    }
    return bytes;
  }

  /** {@return how many messages there were} */
  static long answerUntilTheEnd(FilterPort port) {
    MemorySegment buffer = Buffers.allocate(64);
    MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE + 4);
    for (long messages = 0; ; messages++) {
      try {
        assertThat(port.getMessage(buffer)).isEqualTo(MessageHeader.SIZE + 3);
      } catch (FilterPortException e) {
        assertThat(e.isDisconnected()).isTrue();
        return messages;
      }
      new ReplyHeader(NtStatus.SUCCESS, MessageHeader.read(buffer).messageId()).write(reply);
      port.reply(reply);
    }
  }
}
