package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.engine.slots.EngineClock;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A connection is closed while a sender stands where its clock holds it. */
@EachWorld
class CloseAtOnceTest {
  /** A sender looks when it comes, and again when it has found no getter, inside the lock. */
  private static final int INSIDE = 2;

  /** Then it waits, and looks once more before. */
  private static final int OUTSIDE = 3;

  private volatile int heldLook = INSIDE;

  private final Gate gate = new Gate();

  /** Counted from 0 when the sender comes; ports and filters look before. */
  private final AtomicInteger looks = new AtomicInteger(Integer.MIN_VALUE);

  private final World world;

  CloseAtOnceTest(WorldKind kind) {
    world = new World(kind, new HoldingClock());
  }

  @AfterEach
  void close() {
    world.close();
  }

  private final class HoldingClock implements EngineClock {
    @Override
    public long nanoTime() {
      if (looks.incrementAndGet() == heldLook) {
        gate.hold();
      }
      return SYSTEM.nanoTime();
    }

    @Override
    public long epochNanos() {
      return SYSTEM.epochNanos();
    }
  }

  @Test
  @DisplayName("DIS-03, KSM-15: the second close returned before the first refused senders")
  void secondWaitsForFirst() {
    world.createPort(World.NAME, 1);
    Link link = world.link();
    looks.set(0);
    Background<SendResult> sender = link.telling("x", Link.SOON);
    gate.awaitHeld(1);
    Background<Void> first = Background.run(() -> link.client().close()).untilBlocked();
    Background<Void> second = Background.run(() -> link.client().close()).untilBlockedOrDone();
    boolean early = second.isDone();
    gate.open();
    first.result();
    second.result();
    assertThat(early).isFalse();
    assertThat(sender.result().outcome()).isNotEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("DIS-09: the disconnect callback does not wait for a sender on its way out")
  void senderIsOnItsWay() {
    world.createPort(World.NAME, 1);
    Link link = world.link();
    heldLook = OUTSIDE;
    looks.set(0);
    Background<SendResult> sender = link.telling("x", Link.LONG);
    gate.awaitHeld(1);
    Background.run(link::hangUp).result();
    assertThat(world.count("disconnected")).isEqualTo(1);
    assertThat(sender.isDone()).isFalse();
    gate.open();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
  }
}
