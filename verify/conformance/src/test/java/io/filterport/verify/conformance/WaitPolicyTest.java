package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.WaitPolicy;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each side waits as it was told to; what a call comes to does not depend on it. */
@EachWorld
class WaitPolicyTest {
  private static final int ROUNDS = 200;

  private final World world;

  WaitPolicyTest(WorldKind kind) {
    world = new World(kind);
    world.onMessage = (cookie, call) -> call.answer(call.input());
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Link link(WaitPolicy filter, WaitPolicy service) {
    String name = World.NAME + service;
    PortAttributes port = PortAttributes.named(name).withWaitPolicy(filter);
    world.filter.createCommunicationPort(port, world.callbacks(), 1);
    return world.link(name, ConnectOptions.none().withWaitPolicy(service));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "calls and messages are answered, sends time out and ends are told, however it waits")
  void outcomes(WaitPolicy filter) {
    for (WaitPolicy service : WaitPolicy.values()) {
      Link link = link(filter, service);
      assertThat(world.atService(link.port(), WaitPolicyTest::call)).isEqualTo(ROUNDS);
      assertThat(link.tell("nobody gets it", Link.SOON).outcome())
          .isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
      Background<Long> answers = link.atService(RoundTripTest::answerUntilTheEnd);
      MemorySegment answer = Buffers.allocate(4);
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(link.client().send(Buffers.of(new byte[] {1, 2, 3}), answer, Link.LONG))
            .isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 4));
      }
      link.client().close();
      assertThat(answers.result()).isEqualTo(ROUNDS);
    }
  }

  private static long call(FilterPort port) {
    MemorySegment output = Buffers.allocate(4);
    long right = 0;
    for (int i = 0; i < ROUNDS; i++) {
      right += port.send(Buffers.of(new byte[] {1, 2, 3, 4}), output) == 4 ? 1 : 0;
    }
    return right;
  }
}
