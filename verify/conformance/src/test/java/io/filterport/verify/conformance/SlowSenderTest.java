package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A sender that is slow to leave: only between processes it runs code of its filter. */
@InWorld(WorldKind.PROCESSES)
class SlowSenderTest {
  private final World world = World.withPort(WorldKind.PROCESSES, 1);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("DIS-09: the disconnect callback does not wait for a sender on its way out")
  void onItsWay() {
    Link link = world.link();
    Gate gate = new Gate();
    Get get = link.get();
    Background<SendResult> sender =
        Background.of(
            () ->
                link.client()
                    .send(
                        Buffers.utf8("x"),
                        new SlowContent(gate),
                        Buffers.allocate(8),
                        Timeout.infinite()));
    gate.awaitHeld(1);
    link.hangUp();
    assertThat(get.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(sender.isDone()).isFalse();
    gate.open();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
  }

  /** One byte, which comes when the gate is open. */
  private record SlowContent(Gate gate) implements Content {
    @Override
    public long size() {
      return 1;
    }

    @Override
    public int read(long position, MemorySegment buffer) {
      return gate.hold(1);
    }

    @Override
    public void close() {
      // it holds nothing
    }
  }
}
